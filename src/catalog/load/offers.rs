//! Loads `offers.json`: the messages that offers are compared with.

use crate::catalog::files::OFFERS;
use crate::catalog::flags::Flags;
use crate::catalog::id::FlagId;
use crate::catalog::load::Loader;
use crate::catalog::offers::{HONEST, OfferExample, Offers};
use crate::catalog::schema::offers::OffersFile;

impl Loader<'_> {
    /// Reads the examples and learns them.
    pub(in crate::catalog) fn offers(&mut self, flags: &Flags) -> Option<Offers> {
        let file: OffersFile = self.parse(OFFERS)?;
        let mut examples = Vec::new();
        for (sign, languages) in file.0 {
            let find = |name: &str| flags.all.iter().position(|flag| flag.id == name).map(FlagId::at);
            let id = match sign.as_str() {
                HONEST => None,
                _ => match self.linked(OFFERS, &sign, Some(&sign), find) {
                    Some(id) => Some(id),
                    None => continue,
                },
            };
            for (lang, texts) in languages.0 {
                examples.extend(texts.into_iter().map(|text| OfferExample {
                    sign: id,
                    lang: lang.clone(),
                    text,
                }));
            }
        }
        Some(Offers::learn(examples, &flags.simple))
    }
}
