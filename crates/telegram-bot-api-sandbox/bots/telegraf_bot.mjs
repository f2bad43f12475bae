// The example bot with Telegraf.

import { Markup, Telegraf } from "telegraf";

const { BOT_API, BOT_TOKEN } = process.env;
const bot = new Telegraf(BOT_TOKEN, { telegram: { apiRoot: BOT_API } });

const counter = (count) => Markup.inlineKeyboard([Markup.button.callback(`Count: ${count}`, String(count + 1))]);

bot.start((ctx) => ctx.replyWithHTML("<b>Hello</b> from <i>Telegraf</i>", counter(0)));
bot.on("callback_query", async (ctx) => {
  await ctx.editMessageReplyMarkup(counter(Number(ctx.callbackQuery.data)).reply_markup);
  await ctx.answerCbQuery(`${ctx.callbackQuery.data}!`);
});
bot.on("document", async (ctx) => {
  const link = await ctx.telegram.getFileLink(ctx.message.document.file_id);
  const file = await fetch(link);
  await ctx.reply(`${(await file.arrayBuffer()).byteLength} bytes`, { reply_parameters: { message_id: ctx.message.message_id } });
});
bot.hears("menu", (ctx) => ctx.reply("Yes or no?", Markup.keyboard([["Yes", "No"]])));
bot.on("text", (ctx) => ctx.copyMessage(ctx.chat.id));

process.on("SIGTERM", () => bot.stop());
bot.launch();
