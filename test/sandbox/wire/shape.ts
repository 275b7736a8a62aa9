/** Distinct words that one element or attribute may bring as shapes of their own, so that enumerations are seen. */
const WORDS = 60;

const isWord = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_:]{0,40}$/.test(text);

function kindOf(text: string): string {
  if (text === '') return '';
  if (/^[+-]?\d+$/.test(text)) return '#';
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return 'd';
  return 's';
}

/** A name below a name, in one scope: its shapes so far, and the words that it and its attributes brought. */
type Place = { shapes: Set<string>; words: Map<string, Set<string>> };

/** An element that is not closed yet. `children`: their names in order, one that is repeated with a plus. */
type Open = {
  name: string;
  place: Place;
  attributes: string;
  children: string;
  last: string;
  isRepeated: boolean;
  /** The places below its name, once it has a child. */
  below?: Map<string, Place>;
};

const TAG = /<([^\s/>]+)([^>"'/]*(?:(?:"[^"]*"|'[^']*'|\/(?!>))[^>"'/]*)*)(\/?)>/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Tells shapes apart that a schema could judge differently. A content model looks at one element at a time: its
 * place, attributes, children and kind of text. So an envelope tells nothing new when each of its elements was seen so
 * before, whatever the whole looks like. It looks at every envelope of a run, so it reads the text itself, in one go.
 */
export class Shapes {
  /** By scope, the name above, and the name. */
  readonly #places = new Map<string, Map<string, Map<string, Place>>>();

  /** Takes a well-formed envelope in; whether it has an element in a shape that was not seen before. */
  isNew(scope: string, xml: string): boolean {
    const stack: Open[] = [];
    const places = getOrMake(this.#places, scope, newMap<Map<string, Place>>);
    let isNew = false;
    let textFrom = 0;
    const close = (open: Open, textTo: number): void => {
      const text = open.children ? '' : word(open.place, '', xml.slice(textFrom, textTo).trim());
      const shape = `${open.attributes} (${open.children}) ${text}`;
      if (open.place.shapes.has(shape)) return;
      open.place.shapes.add(shape);
      isNew = true;
    };
    for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
      const sign = xml[at + 1];
      if (sign === '/') {
        close(stack.pop()!, at);
        at += 2;
      } else if (sign === '?') at = xml.indexOf('?>', at);
      else if (sign === '!') at = xml.startsWith('<!--', at) ? xml.indexOf('-->', at) : xml.indexOf(']]>', at);
      else {
        TAG.lastIndex = at;
        const tag = TAG.exec(xml)!;
        at = textFrom = TAG.lastIndex;
        const name = tag[1]!.slice(tag[1]!.indexOf(':') + 1);
        const parent = stack.at(-1);
        if (parent) addChild(parent, name);
        const below = parent?.below ?? getOrMake(places, parent?.name ?? '', newMap<Place>);
        if (parent) parent.below = below;
        const place = getOrMake(below, name, newPlace);
        const attributes = tag[2] ? attributesOf(place, tag[2]) : '';
        const open: Open = { name, place, attributes, children: '', last: '', isRepeated: false };
        if (tag[3]) close(open, at);
        else stack.push(open);
      }
    }
    return isNew;
  }
}

const newMap = <T>(): Map<string, T> => new Map();
const newSet = (): Set<string> => new Set();
const newPlace = (): Place => ({ shapes: new Set(), words: new Map() });

function getOrMake<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function addChild(open: Open, name: string): void {
  if (open.last !== name) {
    open.children += ` ${name}`;
    open.last = name;
    open.isRepeated = false;
  } else if (!open.isRepeated) {
    open.children += '+';
    open.isRepeated = true;
  }
}

function attributesOf(place: Place, source: string): string {
  let shape = '';
  for (const [, name = '', quoted, single] of source.matchAll(ATTRIBUTE))
    if (name !== 'xmlns' && !/^(?:xmlns|xsi|xml):/.test(name))
      shape += ` ${name}=${word(place, name, quoted ?? single ?? '')}`;
  return shape;
}

/** The text itself while it is one of a few words, else its kind. `attribute`: empty for the element's own text. */
function word(place: Place, attribute: string, text: string): string {
  if (!isWord(text)) return kindOf(text);
  const words = getOrMake(place.words, attribute, newSet);
  if (words.has(text)) return text;
  if (words.size >= WORDS) return 'w';
  words.add(text);
  return text;
}

/** Long texts cut to a length that is still of their type, also where it is base64. */
export const shorten = (xml: string): string =>
  xml.replace(/>([^<]{400,})</g, (_, text: string) => {
    const bare = text.replace(/\s+/g, '');
    return /^[A-Za-z0-9+/]+=*$/.test(bare)
      ? `>${bare.slice(0, 64)}<`
      : `>${text.slice(0, 200).replace(/&[^;]*$/, '')}<`;
  });
