//! Looks up content by id, by permanent name and by place.

use crate::catalog::facts::Fact;
use crate::catalog::flags::{Flag, Flags};
use crate::catalog::id::{FactId, FlagId, Lang, MethodId, OperatorId, PageId, PrefixId};
use crate::catalog::language::{Language, Making};
use crate::catalog::model::Catalog;
use crate::catalog::model::{Method, Operator, Page, Way};
use crate::catalog::offers::Offers;
use crate::catalog::prefixes::{Prefix, covers};
use crate::catalog::template::Template;

impl Catalog {
    /// All languages, in the order of the language row.
    pub fn languages(&self) -> impl Iterator<Item = Lang> + use<> {
        (0..self.languages.len()).map(Lang::at)
    }

    /// All operators, in the order of the first screen.
    pub fn operators(&self) -> impl Iterator<Item = OperatorId> + use<> {
        (0..self.operators.len()).map(OperatorId::at)
    }

    /// All ways to pay and groups of ways, in order.
    pub fn methods(&self) -> impl Iterator<Item = MethodId> + use<> {
        (0..self.methods.len()).map(MethodId::at)
    }

    /// All pages, in order.
    pub fn pages(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len()).map(PageId::at)
    }

    /// All facts.
    pub fn facts(&self) -> impl Iterator<Item = FactId> + use<> {
        (0..self.facts.len()).map(FactId::at)
    }

    /// All signs of a bad offer, the most serious first.
    pub fn flags(&self) -> impl Iterator<Item = FlagId> + use<> {
        (0..self.flags.all.len()).map(FlagId::at)
    }

    /// What finds the signs besides each one's own phrases.
    pub fn signs(&self) -> &Flags {
        &self.flags
    }

    /// Example messages and what was learned from them.
    pub fn offers(&self) -> &Offers {
        &self.offers
    }

    /// A sign.
    pub fn flag(&self, id: FlagId) -> &Flag {
        &self.flags.all[id.index()]
    }

    /// A language.
    pub fn language(&self, lang: Lang) -> &Language {
        &self.languages[lang.index()]
    }

    /// An operator.
    pub fn operator(&self, id: OperatorId) -> &Operator {
        &self.operators[id.index()]
    }

    /// A way to pay.
    pub fn method(&self, id: MethodId) -> &Method {
        &self.methods[id.index()]
    }

    /// A page.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.index()]
    }

    /// A fact.
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.index()]
    }

    /// How a way stands with an operator; `None` for a group of ways.
    pub fn way(&self, operator: OperatorId, method: MethodId) -> Option<&Way> {
        self.operator(operator).ways[method.index()].as_ref()
    }

    /// The ways of a group, or those of no group.
    pub fn methods_within(&self, group: Option<MethodId>) -> impl Iterator<Item = MethodId> + '_ {
        self.methods().filter(move |&id| self.method(id).within == group)
    }

    /// Whether a method is a group of ways.
    pub fn is_group(&self, method: MethodId) -> bool {
        self.methods.iter().any(|other| other.within == Some(method))
    }

    /// Whether a way, or any way of a group, fits the operator.
    pub fn fits(&self, operator: OperatorId, method: MethodId) -> bool {
        let has_guide = |method| matches!(self.way(operator, method), Some(Way::Guide(_)));
        has_guide(method) || self.methods_within(Some(method)).any(has_guide)
    }

    /// Whether any way fits the operator: not so for a name that is no operator at all.
    pub fn can_top_up(&self, operator: OperatorId) -> bool {
        self.methods().any(|method| self.fits(operator, method))
    }

    /// "Another / I don't know": the operator that has no name, if it can be chosen.
    pub fn nameless(&self) -> impl Iterator<Item = OperatorId> + '_ {
        self.operators().filter(|&id| self.operator(id).name.is_none() && self.can_top_up(id))
    }

    /// The language with an id.
    pub fn lang_named(&self, name: &str) -> Option<Lang> {
        self.languages().find(|&lang| self.language(lang).id == name)
    }

    /// The operator with a permanent id, or the one that took its place.
    pub fn operator_named(&self, name: &str) -> Option<OperatorId> {
        self.operators()
            .find(|&id| self.operator(id).id == name)
            .or_else(|| self.retired.operators.get(name).copied())
    }

    /// The method with a permanent id, or the one that took its place.
    pub fn method_named(&self, name: &str) -> Option<MethodId> {
        self.methods()
            .find(|&id| self.method(id).id == name)
            .or_else(|| self.retired.methods.get(name).copied())
    }

    /// The page with a permanent id, or the one that took its place.
    pub fn page_named(&self, name: &str) -> Option<PageId> {
        self.pages()
            .find(|&id| self.page(id).entry.id == name)
            .or_else(|| self.retired.pages.get(name).copied())
    }

    /// The language for people whose own we do not speak: English, or the first if there is no English.
    pub fn fallback(&self) -> Lang {
        self.lang_named("en").unwrap_or_else(|| Lang::at(0))
    }

    /// A text, if the language has it.
    pub fn template(&self, lang: Lang, key: &str) -> Option<&Template> {
        let language = self.language(lang);
        language.by_key.get(key).map(|&place| &language.texts[place].1)
    }

    /// The file in which an author finds a text, relative to `dialogues/`.
    pub fn text_file(&self, lang: Lang, key: &str) -> String {
        let language = self.language(lang);
        match &language.making {
            Making::Derived { from, by_hand, .. } if !by_hand.iter().any(|written| written == key) => {
                self.text_file(*from, key)
            }
            Making::Derived { .. } | Making::Written => language.text_path(),
        }
    }

    /// The text keys of a language in the order of its file.
    pub fn text_keys(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.language(lang).texts.iter().map(|(key, _)| key.as_str())
    }

    /// The facts a text rests on.
    pub fn facts_behind(&self, key: &str) -> &[FactId] {
        self.facts_by_text.get(key).map_or(&[], Vec::as_slice)
    }

    /// The fact for a placeholder of a text: the operator's own, else the general one.
    pub fn fact_for(&self, operator: Option<OperatorId>, place: &str) -> Option<FactId> {
        operator
            .and_then(|_| self.fact_by_place.get(&(operator, place.to_owned())))
            .or_else(|| self.fact_by_place.get(&(None, place.to_owned())))
            .copied()
    }

    /// All prefixes of operators, in the order of their digits.
    pub fn prefixes(&self) -> impl Iterator<Item = PrefixId> + use<> {
        (0..self.prefixes.of_operators.len()).map(PrefixId::at)
    }

    /// A prefix.
    pub fn prefix(&self, id: PrefixId) -> &Prefix {
        &self.prefixes.of_operators[id.index()]
    }

    /// The prefix of three digits, if an operator has it.
    pub fn prefix_named(&self, digits: &str) -> Option<PrefixId> {
        self.prefixes().find(|&id| self.prefix(id).digits == digits)
    }

    /// Whether numbers that begin with these three digits are known to belong to none of the operators.
    pub fn is_no_operators(&self, digits: &str) -> bool {
        self.prefixes.of_others.iter().any(|range| covers(range, digits))
    }
}
