//! What people see before they write: name, descriptions, commands, menu button, each by language.

use std::collections::BTreeMap;

use serde_json::Value;

/// One of the bot's texts that can differ by language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Text {
    /// The bot's name.
    Name,
    /// Shown in an empty chat.
    Description,
    /// Shown on the bot's card.
    ShortDescription,
}

/// The bot's profile: names, descriptions, command lists, menu buttons.
#[derive(Debug, Default)]
pub struct Profile {
    texts: BTreeMap<(Text, String), String>,
    /// Lists by scope (its JSON text) and language; the language of the default list is empty.
    commands: BTreeMap<(String, String), Vec<Value>>,
    /// By chat; `None` is the default for all.
    menu_buttons: BTreeMap<Option<i64>, Value>,
}

impl Profile {
    /// Sets a text for a language (`""` for all others). An empty text takes the language's own away.
    pub fn set_text(&mut self, which: Text, language: &str, text: &str) {
        let key = (which, language.to_owned());
        if text.is_empty() {
            self.texts.remove(&key);
        } else {
            self.texts.insert(key, text.to_owned());
        }
    }

    /// A text for a language, else the one for all others, else nothing.
    pub fn text(&self, which: Text, language: &str) -> Option<&str> {
        let own = self.texts.get(&(which, language.to_owned()));
        own.or_else(|| self.texts.get(&(which, String::new()))).map(String::as_str)
    }

    /// Sets the list of exactly this scope and language. An empty list takes it away.
    pub fn set_commands(&mut self, scope: &str, language: &str, commands: Vec<Value>) {
        let key = (scope.to_owned(), language.to_owned());
        if commands.is_empty() {
            self.commands.remove(&key);
        } else {
            self.commands.insert(key, commands);
        }
    }

    /// The list of exactly this scope and language.
    pub fn commands(&self, scope: &str, language: &str) -> &[Value] {
        self.commands.get(&(scope.to_owned(), language.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The list a person sees: scopes from the nearest to the widest, in each the language before the default.
    pub fn visible_commands(&self, scopes: &[String], language: &str) -> &[Value] {
        let lists =
            scopes.iter().flat_map(|scope| [self.commands(scope, language), self.commands(scope, "")]);
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or(&[])
    }

    /// Sets the menu button of a chat, or of all chats.
    pub fn set_menu_button(&mut self, chat: Option<i64>, button: Value) {
        self.menu_buttons.insert(chat, button);
    }

    /// The menu button of a chat, else that of all chats.
    pub fn menu_button(&self, chat: Option<i64>) -> Option<&Value> {
        self.menu_buttons.get(&chat).or_else(|| self.menu_buttons.get(&None))
    }
}
