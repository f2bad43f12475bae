//! Every screen by what is seen of it, so that a test can say which screen somebody got, in which language.

use std::collections::HashMap;
use std::sync::OnceLock;

use kz_topup_bot::bot::content::Content;
use kz_topup_bot::catalog::id::Lang;
use kz_topup_bot::dialogue::effect::Hint;
use kz_topup_bot::dialogue::screen::Address;
use kz_topup_bot::render::callback::encode_link;
use kz_topup_bot::render::html::HINT_GAP;
use kz_topup_bot::render::links;
use serde_json::json;

use crate::person::{Shown, content};

/// The name of the sandbox's bot.
pub const BOT: &str = "sandbox_bot";

/// How commands stand in a text: bare in private, with the bot's name in groups.
#[derive(Clone, Copy)]
enum Commands {
    Bare,
    Addressed,
}

type Look = (String, Vec<Vec<(String, String)>>);

/// All screens.
pub struct Atlas {
    pub content: Content,
    names: HashMap<Look, String>,
    texts: HashMap<String, Vec<String>>,
    hints: Vec<(String, &'static str)>,
}

/// The one atlas of the content in the tree.
pub fn atlas() -> &'static Atlas {
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    ATLAS.get_or_init(|| {
        Atlas::of(
            kz_topup_bot::bot::content::Content::load(
                &kz_topup_bot::catalog::files::Files::embedded(),
                crate::person::today(),
            )
            .unwrap(),
        )
    })
}

impl Atlas {
    fn of(content: Content) -> Self {
        let (mut names, mut texts, mut hints) = (HashMap::new(), HashMap::<_, Vec<_>>::new(), Vec::new());
        let catalog = &content.catalog;
        for lang in catalog.languages() {
            let tag = &catalog.language(lang).id;
            for address in Address::all(catalog) {
                let name = format!("{tag} {}", name(&content, address));
                for commands in [Commands::Bare, Commands::Addressed] {
                    let shown = Self::shown(&content, lang, address, commands);
                    texts.entry(shown.text.clone()).or_default().push(name.clone());
                    names.insert((shown.text, shown.keys), name.clone());
                }
            }
            for hint in Hint::ALL {
                let html = format!("{}{HINT_GAP}", content.screens.hint(lang, hint));
                hints.push((plain(&links::address_commands(&html, BOT)), hint.key()));
            }
        }
        Self { content, names, texts, hints }
    }

    /// A screen as people see it.
    fn shown(content: &Content, lang: Lang, address: Address, commands: Commands) -> Shown {
        let rendered = content.screens.at(lang, address);
        let mut keyboard = rendered.keyboard.clone();
        links::name_bot(&mut keyboard, Some(BOT));
        let html = match commands {
            Commands::Bare => rendered.html.clone(),
            Commands::Addressed => links::address_commands(&rendered.html, BOT),
        };
        Shown::of(&json!({ "message_id": 0, "text": plain(&html).trim(), "reply_markup": keyboard }))
    }

    /// The language and the screen of a message, as `ru guide_beeline_kaspi`; a hint above it comes first. Text and all
    /// buttons count.
    #[track_caller]
    pub fn name(&self, shown: &Shown) -> String {
        let found = |text: &str| self.names.get(&(text.to_owned(), shown.keys.clone()));
        if let Some(name) = found(&shown.text) {
            return name.clone();
        }
        let hinted = self.hints.iter().find_map(|(hint, key)| {
            let name = found(shown.text.strip_prefix(hint.as_str())?)?;
            Some(format!("{key} {name}"))
        });
        hinted.unwrap_or_else(|| panic!("this is no screen: {shown:#?}"))
    }

    /// The same by the text and by where the last button leads: elsewhere a screen has other buttons.
    #[track_caller]
    pub fn name_elsewhere(&self, shown: &Shown) -> String {
        let names =
            self.texts.get(shown.text.trim()).unwrap_or_else(|| panic!("this is no screen: {shown:#?}"));
        let back = &shown.keys.last().unwrap()[0].1;
        let leads_back = |name: &&String| {
            name.split_once(' ').is_some_and(|(_, payload)| *back == links::start(BOT, payload))
        };
        names
            .iter()
            .find(leads_back)
            .unwrap_or_else(|| panic!("its way back is another's: {shown:#?}"))
            .clone()
    }
}

/// An address in a word: the payload of its link where it has one.
fn name(content: &Content, address: Address) -> String {
    match address {
        Address::At(screen) => encode_link(&content.catalog, screen),
        Address::Languages(screen) => format!("languages_{}", encode_link(&content.catalog, screen)),
        Address::Group | Address::Reminder(_) | Address::Forgotten => address.name().to_owned(),
        Address::Picture { .. } => format!("picture_{}", encode_link(&content.catalog, address.screen())),
    }
}

/// The text of Telegram HTML.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').expect("a tag ends").1;
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
