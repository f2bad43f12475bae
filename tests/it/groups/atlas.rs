//! Every screen by what is seen of it, so that a test can say which screen somebody got, in which language.

use std::collections::HashMap;
use std::sync::OnceLock;

use kz_topup_bot::bot::content::Content;
use kz_topup_bot::catalog::id::Lang;
use kz_topup_bot::dialogue::effect::Hint;
use kz_topup_bot::dialogue::shown::{self, Fixed};
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
    pub content: &'static Content,
    names: HashMap<Look, String>,
    texts: HashMap<String, Vec<String>>,
    hints: Vec<(String, &'static str)>,
}

/// The one atlas of the content in the tree.
pub fn atlas() -> &'static Atlas {
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    ATLAS.get_or_init(|| Atlas::of(content()))
}

impl Atlas {
    fn of(content: &'static Content) -> Self {
        let (mut names, mut texts, mut hints) = (HashMap::new(), HashMap::<_, Vec<_>>::new(), Vec::new());
        let catalog = &content.catalog;
        for lang in catalog.languages() {
            let tag = &catalog.language(lang).id;
            for fixed in Fixed::all(catalog) {
                let name = format!("{tag} {}", name(content, fixed));
                for commands in [Commands::Bare, Commands::Addressed] {
                    let shown = Self::shown(content, lang, fixed, commands);
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
    fn shown(content: &Content, lang: Lang, fixed: Fixed, commands: Commands) -> Shown {
        let rendered = content.message(lang, &fixed.into());
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
fn name(content: &Content, fixed: Fixed) -> String {
    let link = encode_link(&content.catalog, fixed.screen());
    match fixed {
        Fixed::Screen(_) => link,
        Fixed::Languages(_) => format!("languages_{link}"),
        Fixed::Group | Fixed::Deleted => shown::Shown::from(fixed).name().to_owned(),
        Fixed::PictureCaption(_) => format!("picture_{link}"),
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
