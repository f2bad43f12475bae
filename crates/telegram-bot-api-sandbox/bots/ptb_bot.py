"""The example bot with python-telegram-bot."""

import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters


def counter(count: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(f"Count: {count}", callback_data=str(count + 1))]])


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    text = "<b>Hello</b> from <i>python-telegram-bot</i>"
    await update.message.reply_text(text, parse_mode=ParseMode.HTML, reply_markup=counter(0))


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.callback_query.edit_message_reply_markup(counter(int(update.callback_query.data)))
    await update.callback_query.answer(f"{update.callback_query.data}!")


async def document(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    file = await update.message.document.get_file()
    content = await file.download_as_bytearray()
    await update.message.reply_text(f"{len(content)} bytes", do_quote=True)


async def menu(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.reply_text("Yes or no?", reply_markup=ReplyKeyboardMarkup([["Yes", "No"]]))


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.message.copy(update.message.chat_id)


root = os.environ["BOT_API"]
application = (
    Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot").build()
)
application.add_handler(CommandHandler("start", start))
application.add_handler(CallbackQueryHandler(press))
application.add_handler(MessageHandler(filters.Document.ALL, document))
application.add_handler(MessageHandler(filters.Regex("^menu$"), menu))
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
