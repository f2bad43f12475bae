// The example bot with grammY.

import { Bot, InlineKeyboard, Keyboard } from "grammy";

const { BOT_API, BOT_TOKEN } = process.env;
const bot = new Bot(BOT_TOKEN, { client: { apiRoot: BOT_API } });

const counter = (count) => new InlineKeyboard().text(`Count: ${count}`, String(count + 1));

bot.command("start", (ctx) => ctx.reply("*Hello* from _grammY_", { parse_mode: "MarkdownV2", reply_markup: counter(0) }));
bot.on("callback_query:data", async (ctx) => {
  await ctx.editMessageReplyMarkup({ reply_markup: counter(Number(ctx.callbackQuery.data)) });
  await ctx.answerCallbackQuery(`${ctx.callbackQuery.data}!`);
});
bot.on("message:document", async (ctx) => {
  const { file_path } = await ctx.getFile();
  const file = await fetch(`${BOT_API}/file/bot${BOT_TOKEN}/${file_path}`);
  const reply_parameters = { message_id: ctx.message.message_id };
  await ctx.reply(`${(await file.arrayBuffer()).byteLength} bytes`, { reply_parameters });
});
bot.hears("menu", (ctx) => ctx.reply("Yes or no?", { reply_markup: new Keyboard().text("Yes").text("No").resized() }));
bot.on("message:text", (ctx) => ctx.copyMessage(ctx.chat.id));

process.on("SIGTERM", () => bot.stop());
bot.start();
