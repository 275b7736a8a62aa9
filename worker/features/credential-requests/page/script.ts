/**
 * The page's own script, in the syntax of ECMAScript 5 and with what browsers had by then: on older ones, and without it,
 * the page works as well. It shows passwords, says that a press is on its way, tells the server that a person has begun to
 * type, and follows the progress.
 */
export const SCRIPT = `(function () {
  'use strict';
  var doc = document;
  var path = location.pathname.replace(/\\/(new-link)?$/, '');

  function each(selector, act) {
    var found = doc.querySelectorAll(selector);
    for (var i = 0; i < found.length; i++) act(found[i]);
  }

  function send(method, to, done) {
    var request = new XMLHttpRequest();
    request.open(method, to, true);
    request.timeout = 20000;
    request.onload = function () { if (done) done(request.status, request.responseText); };
    request.onerror = request.ontimeout = function () { if (done) done(0, ''); };
    request.send();
  }

  each('[data-problem]', function (problem) { problem.focus(); });

  each('[data-show]', function (button) {
    var field = doc.getElementById(button.getAttribute('data-show'));
    button.hidden = false;
    button.removeAttribute('hidden');
    function set(isShown) {
      field.type = isShown ? 'text' : 'password';
      button.setAttribute('aria-pressed', isShown ? 'true' : 'false');
      button.textContent = button.getAttribute(isShown ? 'data-hide-text' : 'data-show-text');
    }
    button.addEventListener('click', function () { set(field.type === 'password'); field.focus(); });
    if (field.form) field.form.addEventListener('submit', function () { set(false); });
  });

  var isOpened = false;
  function opened(event) {
    if (isOpened || event.isTrusted === false) return;
    isOpened = true;
    send('POST', path + '/opened');
  }

  each('form[data-answer]', function (form) {
    var button = form.querySelector('[data-busy]');
    var status = doc.querySelector('[data-status]');
    var text = button.textContent;
    var isSent = false;
    var timer;
    function set(isBusy) {
      isSent = isBusy;
      clearTimeout(timer);
      button.textContent = isBusy ? button.getAttribute('data-busy') : text;
      if (isBusy) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
      if (status) status.textContent = isBusy ? button.getAttribute('data-busy') : '';
    }
    form.addEventListener('submit', function (event) {
      if (isSent) return event.preventDefault();
      set(true);
      timer = setTimeout(function () { set(false); }, 60000);
    });
    window.addEventListener('pageshow', function (event) { if (event.persisted) set(false); });
    each('form[data-answer] input', function (field) {
      field.addEventListener('keydown', opened);
      field.addEventListener('input', opened);
      field.addEventListener('touchend', opened);
    });
  });

  each('[data-live]', function (live) {
    var version = live.getAttribute('data-live');
    var wait = 5000;
    function later() { setTimeout(look, wait); }
    function put(selector, text) {
      each(selector, function (part) { if (part.textContent !== text) part.textContent = text; });
    }
    function look() {
      if (doc.hidden) return later();
      send('GET', path + '/state' + location.search, function (status, text) {
        var state;
        try { state = status === 200 ? JSON.parse(text) : null; } catch (error) { state = null; }
        if (!state) {
          wait = Math.min(wait * 2, 60000);
          return later();
        }
        wait = 5000;
        if (state.version !== version) return location.replace(path + location.search);
        if (state.title) doc.title = state.title;
        put('[data-share]', state.share);
        put('[data-items]', state.items);
        each('progress', function (bar) { if (state.percent !== null) bar.value = state.percent; });
        later();
      });
    }
    later();
  });
})();
`;
