"""The example bot with aiogram."""

import asyncio
import os

from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BOT_API"]))
bot = Bot(os.environ["BOT_TOKEN"], session=session, default=DefaultBotProperties(parse_mode="MarkdownV2"))
dispatcher = Dispatcher()


def counter(count: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=f"Count: {count}", callback_data=str(count + 1))]]
    )


@dispatcher.message(CommandStart())
async def start(message: Message) -> None:
    await message.answer("*Hello* from _aiogram_", reply_markup=counter(0))


@dispatcher.callback_query()
async def press(query: CallbackQuery) -> None:
    await query.message.edit_reply_markup(reply_markup=counter(int(query.data)))
    await query.answer(f"{query.data}!")


@dispatcher.message(F.document)
async def document(message: Message) -> None:
    content = await bot.download(message.document)
    await message.reply(f"{len(content.read())} bytes", parse_mode=None)


@dispatcher.message(F.text == "menu")
async def menu(message: Message) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Yes"), KeyboardButton(text="No")]])
    await message.answer("Yes or no?", reply_markup=keyboard, parse_mode=None)


@dispatcher.message()
async def echo(message: Message) -> None:
    await message.copy_to(message.chat.id)


asyncio.run(dispatcher.start_polling(bot))
