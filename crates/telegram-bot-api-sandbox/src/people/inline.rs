//! People use inline mode: they type the bot's name and some words, and send one of the results.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::people::error::ActionError;
use crate::state::chats::ChatType;
use crate::state::inline::{InlineAnswer, Question};
use crate::state::messages::{Author, Draft, Message};
use crate::state::store::State;

/// The longest query, in characters.
const LONGEST_QUERY: usize = 256;
/// The kinds of chats a query can come from.
const CHAT_TYPES: [&str; 5] = ["sender", "private", "group", "supergroup", "channel"];

/// Words typed after the bot's name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskInline {
    /// Who types.
    pub from: i64,
    /// Where, unless `chat_type` says it.
    pub chat: Option<i64>,
    /// A kind of chat that the sandbox does not have.
    pub chat_type: Option<String>,
    /// The words.
    #[serde(default)]
    pub query: String,
    /// The `next_offset` of an earlier answer.
    #[serde(default)]
    pub offset: String,
    /// How many seconds to wait for the answer.
    pub timeout: Option<u64>,
}

/// An inline query that was made.
#[derive(Debug, Clone)]
pub struct AskedInline {
    /// The `inline_query_id`.
    pub id: String,
    /// The update the bot was sent, if it was.
    pub update_id: Option<i64>,
    /// A kept answer, so the bot was not asked.
    pub cached: Option<InlineAnswer>,
}

/// A result somebody sends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseResult {
    /// Who sends it.
    pub from: i64,
    /// Where.
    pub chat: i64,
    /// The query.
    pub inline_query_id: String,
    /// Which result.
    pub result_id: String,
    /// The message it answers.
    pub reply_to: Option<i64>,
    /// The topic.
    pub thread: Option<i64>,
}

/// A result that was sent.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The message.
    pub message: Message,
    /// Only if it has a keyboard.
    pub inline_message_id: Option<String>,
    /// The update with the message, if it is delivered to the bot.
    pub update_id: Option<i64>,
    /// The update with the choice, if it is delivered to the bot.
    pub chosen_update_id: Option<i64>,
}

impl State {
    /// A person types an inline query.
    ///
    /// # Errors
    /// [`ActionError::NoInlineMode`], [`ActionError::BadQuery`], [`ActionError::NoUser`], [`ActionError::NoChat`].
    pub fn ask_inline(&mut self, asking: &AskInline) -> Result<AskedInline, ActionError> {
        if !self.settings.inline_mode.is_on() {
            return Err(ActionError::NoInlineMode);
        }
        if asking.query.chars().count() > LONGEST_QUERY {
            return Err(ActionError::BadQuery);
        }
        let from = self.users.get(&asking.from).ok_or(ActionError::NoUser)?.json();
        let chat_type = match (asking.chat, asking.chat_type.as_deref()) {
            (Some(chat), None) => {
                self.person_who_may_act(asking.from, chat)?;
                self.chat_type(asking.from, chat)
            }
            (None, Some(kind)) if CHAT_TYPES.contains(&kind) => kind.to_owned(),
            _ => return Err(ActionError::BadQuery),
        };
        let (query, offset) = (asking.query.clone(), asking.offset.clone());
        let question = Question { user: asking.from, query, offset };
        let cached = self.inline.cached(&question).filter(|_| self.settings.inline_cache.is_on());
        let id = self.inline.ask(question, cached.clone());
        let update_id = match &cached {
            Some(_) => None,
            None => self.push_update(
                "inline_query",
                json!({
                    "id": id, "from": from, "query": asking.query, "offset": asking.offset, "chat_type": chat_type,
                }),
            ),
        };
        Ok(AskedInline { id, update_id, cached })
    }

    /// A person sends a result.
    ///
    /// # Errors
    /// [`ActionError::NoResult`], or as for writing.
    pub fn choose_result(&mut self, choosing: &ChooseResult) -> Result<Chosen, ActionError> {
        let from = self.person_who_may_act(choosing.from, choosing.chat)?.json();
        let asked = self.inline.find(&choosing.inline_query_id);
        let asked =
            asked.filter(|asked| asked.question.user == choosing.from).ok_or(ActionError::NoResult)?;
        let query = asked.question.query.clone();
        let answer = asked.answer.as_ref().ok_or(ActionError::NoResult)?;
        let result = answer.results.iter().find(|result| result.id == choosing.result_id);
        let mut content = result.ok_or(ActionError::NoResult)?.content.clone();
        if choosing.reply_to.is_some_and(|id| self.message(choosing.chat, id).is_none()) {
            return Err(ActionError::NoReplyTarget);
        }
        self.check_topic(choosing.from, choosing.chat, choosing.thread)?;
        self.make_known(choosing.chat);
        content.insert("via_bot".into(), self.bot_json());
        let reply_to = choosing.reply_to.or(choosing.thread);
        let draft = Draft { content, notes: Map::new(), reply_to, thread: choosing.thread };
        let message = self.post_via(Author::Other, from.clone(), choosing.chat, draft);
        let inline_message_id =
            message.notes.get("inline_message_id").and_then(Value::as_str).map(str::to_owned);
        let told = self.is_delivered(choosing.chat, &message);
        let update_id = if told { self.push_update("message", message.for_bot()) } else { None };
        let mut chosen = json!({ "result_id": choosing.result_id, "from": from, "query": query });
        if let Some(id) = &inline_message_id {
            chosen["inline_message_id"] = json!(id);
        }
        let feedback = self.settings.inline_feedback.is_on();
        let chosen_update_id = if feedback { self.push_update("chosen_inline_result", chosen) } else { None };
        Ok(Chosen { message, inline_message_id, update_id, chosen_update_id })
    }

    fn chat_type(&self, person: i64, chat: i64) -> String {
        let info = match self.chats.get(&chat).map(|chat| &chat.chat_type) {
            Some(ChatType::BetweenPeople(_)) => return "private".into(),
            _ if chat == person => return "sender".into(),
            _ => self.chat_json(chat).unwrap_or(Value::Null),
        };
        info["type"].as_str().unwrap_or("group").to_owned()
    }
}
