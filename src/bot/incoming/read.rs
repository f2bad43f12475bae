//! Reads an update straight from its JSON, so that an entity or a button that the library does not know never costs a
//! person the answer.

use std::borrow::Cow;

use teloxide::types::{CallbackQueryId, ChatId, InlineQueryId};

use crate::bot::incoming::checked_text::with_links;
use crate::bot::incoming::json;
use crate::bot::incoming::types::{
    GroupPress, Guest, Incoming, InlinePress, InlineQuery, Joined, Message, Migration, Origin, Person, Press,
    Question, Replied, Visibility,
};

impl Incoming {
    /// Reads an update; what is not understood is [`Incoming::Other`].
    pub fn read(json: &str) -> Self {
        let Ok(update) = serde_json::from_str::<json::Update<'_>>(json) else {
            return Self::Other;
        };
        if let Some(message) = update.message {
            return Self::of_message(message);
        }
        if let Some(press) = update.callback_query {
            return Self::of_press(press);
        }
        if let Some(json::InlineQuery { id, from: Some(from), query }) = update.inline_query {
            let (id, query) = (InlineQueryId(id.into_owned()), query.into_owned());
            return Self::InlineQuery(InlineQuery { id, person: from.person(), query });
        }
        if let Some(message) = update.guest_message {
            return Self::of_guest(message);
        }
        update.my_chat_member.map_or(Self::Other, Self::of_membership)
    }

    fn of_message(message: json::Message<'_>) -> Self {
        let chat = ChatId(message.chat.id);
        if let Some(to) = message.migrate_to_chat_id {
            return Self::Migrated(Migration { from: chat, to: ChatId(to) });
        }
        if let Some(from) = message.migrate_from_chat_id {
            return Self::Migrated(Migration { from: ChatId(from), to: chat });
        }
        // Nobody in the discussion group asked: Telegram copied a post of the linked channel.
        if message.is_automatic_forward {
            return Self::Other;
        }
        if message.chat.is_private() {
            return Self::of_private(message);
        }
        match message.chat.is_group() {
            true => Self::of_group(message),
            false => Self::Other,
        }
    }

    fn of_private(message: json::Message<'_>) -> Self {
        let (thread, media, via_bot) = (message.thread(), message.holds_media(), message.via_bot());
        let album = message.media_group_id.as_deref().map(str::to_owned);
        let (forwarded, hidden_links) = (message.forwarded(), message.hidden_links());
        let replied = replied_to(message.reply_to_message, message.quote);
        let text = message.text.or(message.caption).map(Cow::into_owned);
        // What another bot's inline result shows without a text (a GIF, a game) asks nothing.
        let asks = text.is_some() || (media && (via_bot.is_none() || forwarded.is_some()));
        if !asks {
            return Self::Other;
        }
        let tag = message.from.and_then(json::User::tag);
        let (chat, date) = (ChatId(message.chat.id), message.date);
        Self::Message(Message {
            chat,
            thread,
            tag,
            date,
            text,
            forwarded,
            hidden_links,
            replied,
            via_bot,
            album,
        })
    }

    fn of_group(message: json::Message<'_>) -> Self {
        let (thread, for_chat, id) = (message.thread(), message.speaks_for_chat(), message.id());
        let (hidden_links, via_bot) = (message.hidden_links(), message.via_bot());
        let Some(text) = message.text.or(message.caption) else { return Self::Other };
        let by_bot = message.from.as_ref().is_some_and(|user| user.is_bot);
        if by_bot && !for_chat {
            return Self::Other;
        }
        let visibility = match message.ephemeral_message_id {
            Some(id) => Visibility::Ephemeral(id),
            None => Visibility::Public(id),
        };
        Self::Question(Question {
            chat: ChatId(message.chat.id),
            thread,
            visibility,
            person: message.from.filter(|_| !for_chat).map(json::User::person),
            date: message.date,
            text: text.into_owned(),
            hidden_links,
            replied: replied_to(message.reply_to_message, message.quote),
            via_bot,
        })
    }

    fn of_guest(message: json::Message<'_>) -> Self {
        let for_chat = message.speaks_for_chat();
        let Some(id) = message.guest_query_id else { return Self::Other };
        let text = message.text.or(message.caption).unwrap_or_default();
        let about = message.reply_to_message.and_then(|replied| replied.text.or(replied.caption));
        Self::Guest(Guest {
            id: id.into_owned(),
            person: message.from.filter(|user| !for_chat && !user.is_bot).map(json::User::person),
            text: text.into_owned(),
            about: about.map(Cow::into_owned),
        })
    }

    fn of_press(press: json::CallbackQuery<'_>) -> Self {
        let id = CallbackQueryId(press.id.into_owned());
        let Some(from) = press.from else { return Self::StrayPress(id) };
        let data = press.data.map(Cow::into_owned).unwrap_or_default();
        let Some(message) = press.message else {
            return match press.inline_message_id {
                Some(_) => Self::InlinePress(InlinePress { id, person: from.person(), data }),
                None => Self::StrayPress(id),
            };
        };
        let (chat, thread) = (ChatId(message.chat.id), message.thread());
        // Date 0 marks a message that Telegram no longer gives bots access to.
        let editable = message.id().filter(|_| message.date != 0);
        if message.chat.is_private() {
            return Self::Press(Press { id, chat, thread, message: editable, tag: from.tag(), data });
        }
        let ephemeral = message.ephemeral_message_id.map(Visibility::Ephemeral);
        let visibility = ephemeral.or(editable.map(|id| Visibility::Public(Some(id))));
        Self::GroupPress(GroupPress { id, chat, thread, visibility, person: from.person(), data })
    }

    fn of_membership(change: json::Membership<'_>) -> Self {
        let chat = ChatId(change.chat.id);
        let inside = |member: &json::Member<'_>| !matches!(&*member.status, "left" | "kicked");
        let was_inside = change.old_chat_member.as_ref().is_some_and(inside);
        match inside(&change.new_chat_member) {
            false => Self::Closed(chat),
            true if change.chat.is_group() && !was_inside => {
                Self::Joined(Joined { chat, tag: change.from.and_then(json::User::tag) })
            }
            true => Self::Other,
        }
    }
}

impl Origin {
    /// The origin of an update; updates of unknown origin share one.
    pub fn of(json: &str) -> Self {
        let Ok(update) = serde_json::from_str::<json::Update<'_>>(json) else {
            return Self::default();
        };
        let message = update.message.map(|message| (Some(message.chat.id), message.from));
        let press =
            update.callback_query.map(|press| (press.message.map(|message| message.chat.id), press.from));
        let change = update.my_chat_member.map(|change| (Some(change.chat.id), change.from));
        // These come from chats whose ids mean nothing to the bot.
        let query = update.inline_query.map(|query| (None, query.from));
        let guest = update.guest_message.map(|message| (None, message.from));
        let (chat, from) = message.or(press).or(change).or(query).or(guest).unwrap_or_default();
        Self { chat, user: from.map(|user| user.id.0) }
    }
}

impl json::User<'_> {
    fn tag(self) -> Option<String> {
        self.language_code.map(Cow::into_owned)
    }

    fn person(self) -> Person {
        Person { id: self.id, tag: self.tag() }
    }
}

/// The message that another one replies to. Of a message in another chat Telegram shows only what is quoted.
fn replied_to(message: Option<json::Replied<'_>>, quote: Option<json::Quote<'_>>) -> Option<Replied> {
    let here = message.filter(json::Replied::is_meant).map(json::Replied::replied);
    let quoted = |quote: json::Quote<'_>| Replied {
        message: None,
        author: None,
        person: None,
        text: Some(quote.text.into_owned()),
    };
    here.or_else(|| quote.map(quoted))
}

impl json::Replied<'_> {
    fn replied(self) -> Replied {
        let (for_chat, message, links) = (self.sender_chat.is_some(), self.id(), self.hidden_links());
        let author = self.from.as_ref().map(|user| user.id);
        let person = self.from.filter(|user| !user.is_bot && !for_chat).map(json::User::person);
        let text = self.text.or(self.caption).map(|text| with_links(&text, &links));
        Replied { message, author, person, text }
    }
}
