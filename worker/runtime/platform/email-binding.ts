/** Cloudflare Email Service as a binding: https://developers.cloudflare.com/email-service/api/send-emails/workers-api/ */
export type EmailBinding = {
  send(message: {
    to: string;
    from: { email: string; name: string };
    replyTo?: string;
    subject: string;
    text: string;
    html: string;
    headers: Record<string, string>;
  }): Promise<{ messageId: string }>;
};
