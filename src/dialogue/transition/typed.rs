//! What follows from typed words. They are read in the light of the state: as an offer where one is asked for, as a
//! number, as a yes or a no; then by all aliases. A short text without any sign that names something of the content
//! leaves the question about an offer for where the dialogue stood before.

use crate::catalog::aliases::{Answer, Digits, Reading, Word};
use crate::catalog::id::{MethodId, OperatorId, PageId};
use crate::catalog::schema::Rank;
use crate::dialogue::effect::Hint;
use crate::dialogue::event::{Command, Place, Press};
use crate::dialogue::offer::{Level, judge};
use crate::dialogue::payers;
use crate::dialogue::prefix::{self, NumberResult};
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::session::State;
use crate::dialogue::transition::{Origin, Step, Transition};
use crate::text::script::columns;

/// A longer text is an offer, not a request, while an offer is waited for; in columns, two for a Chinese character.
const LONGEST_REQUEST: usize = 32;

impl Step<'_> {
    /// Typed words: an offer if one is waited for, unless they turn back to the dialogue.
    pub(super) fn on_text(mut self, text: &str) -> Transition {
        let waiting = matches!(self.session.state, State::ReceiveOffer { .. });
        if !waiting {
            return self.read_request(text);
        }
        let short = columns(text) <= LONGEST_REQUEST && judge(self.catalog, text).level == Level::Unknown;
        let reading = self.catalog.read(text);
        if short && reading.words.contains(&Word::Back) {
            return self.press(Press::Resume);
        }
        if short && turns_away(&reading) {
            self.session.state = self.session.state.beneath();
            return self.read_request(text);
        }
        self.judge(text)
    }

    pub(super) fn read_request(mut self, text: &str) -> Transition {
        let state = self.session.state;
        let reading = &payers::read(self.catalog, state, text);
        let who_pays = payers::answer(reading);
        self.session.payer = who_pays.unwrap_or(self.session.payer);
        let named_operator = self.which_operator(reading);
        let named_method = self.which_method(&reading.methods);
        if let Some(page) = self.urgent(&reading.pages) {
            return self.knowing(named_operator).open(Screen::Page(page), Origin::Typed);
        }
        if let Some(wish) = self.wish(text, reading) {
            return self.grant(wish, reading);
        }
        if let Some(told) = self.whose(text, reading, named_operator) {
            return match told {
                NumberResult::Screen(screen) => self.open(screen, Origin::Typed),
                NumberResult::Unclear => self.hint(Hint::Prefix),
            };
        }
        if let State::ReceiveConfirmation { operator, method } = state
            && named_operator.is_none()
            && named_method.is_none()
        {
            match reading.answer() {
                Some(Answer::Yes) => return self.confirm(operator, method, Origin::Typed),
                Some(Answer::No) => return self.open(Screen::ways(operator), Origin::Typed),
                None => {}
            }
        }
        let method = named_method.or(match state {
            State::ReceiveOperator { method } if named_operator.is_some() => method,
            _ => None,
        });
        let operator = named_operator.or_else(|| state.operator().filter(|_| reading.operators.len() < 2));
        let spoken_of = named_operator.is_some()
            || !reading.operators.is_empty()
            || !reading.refused.is_empty()
            || who_pays.is_some();
        if reading.words.contains(&Word::Offline)
            && method.is_none()
            && let Some(operator) = operator.or_else(|| self.catalog.nameless().find(|_| !spoken_of))
        {
            return self.open(Screen::Offline { operator }, Origin::Typed);
        }
        match (operator, method, reading.pages.first()) {
            (Some(operator), Some(method), _) => self.open(Screen::Guide { operator, method }, Origin::Typed),
            (None, Some(_), _) => self.open(Screen::Operators { method }, Origin::Typed),
            (Some(operator), None, _) if spoken_of => self.open(Screen::ways(operator), Origin::Typed),
            (None, None, _) if spoken_of => self.open(FIRST, Origin::Typed),
            (_, None, Some(&page)) => self.open(Screen::Page(page), Origin::Typed),
            (_, None, None) => self.converse(reading),
        }
    }

    /// What is told of a number, where one is asked for; what is asked by "which operator am I on?", anywhere. A brand
    /// that is named answers both.
    fn whose(&self, text: &str, reading: &Reading, named: Option<OperatorId>) -> Option<NumberResult> {
        if named.is_some_and(|operator| self.catalog.operator(operator).name.is_some()) {
            return None;
        }
        let told = match self.session.state {
            State::ReceivePrefix => prefix::read(self.catalog, text),
            state if state.operator().is_none() => {
                prefix::alone(self.catalog, text).map(NumberResult::Screen)
            }
            _ => None,
        };
        // Who is out of money needs that answer first; it offers the operators, too.
        let asked = reading.words.contains(&Word::WhoAmI) && !reading.words.contains(&Word::Offline);
        told.or_else(|| asked.then_some(NumberResult::Screen(Screen::WhoAmI)))
    }

    /// A text that names nothing of the content.
    fn converse(self, reading: &Reading) -> Transition {
        let said = |word| reading.words.contains(&word);
        let current = self.session.screen();
        if said(Word::Cancel) {
            self.command(Command::Cancel)
        } else if said(Word::Back) {
            let parent = current.parent(self.catalog).unwrap_or(FIRST);
            self.open(parent, Origin::Typed)
        } else if reading.digits == Digits::Many {
            self.hint(Hint::Digits)
        } else if said(Word::Greeting) {
            self.open_menu(current, Place::Below)
        } else {
            self.miss()
        }
    }

    /// The page that comes before any way to pay, if one was named.
    fn urgent(&self, named: &[PageId]) -> Option<PageId> {
        named.iter().copied().find(|&page| self.catalog.page(page).entry.rank == Rank::Urgent)
    }

    /// The way that was meant: a risky one if it was named at all, for its warning must not be missed; else the
    /// best match, but not a group of which a member was named too.
    fn which_method(&self, named: &[MethodId]) -> Option<MethodId> {
        let risky = named.iter().find(|&&id| self.catalog.method(id).risk.is_some());
        let within = |group| named.iter().any(|&id| self.catalog.method(id).within == Some(group));
        let plain = named.iter().find(|&&id| !within(id));
        risky.or(plain).copied()
    }

    /// The operator that was meant, if it is clear which. "Another" and "I don't know" answer the question for the
    /// operator; once there is one, they speak of something else.
    fn which_operator(&self, reading: &Reading) -> Option<OperatorId> {
        let brand = |&&id: &&OperatorId| self.catalog.operator(id).name.is_some();
        let brands: Vec<&OperatorId> = reading.operators.iter().filter(brand).collect();
        match (brands.as_slice(), reading.operators.as_slice()) {
            ([only], _) => Some(**only),
            ([], [only]) if self.session.state.operator().is_none() => Some(*only),
            _ => None,
        }
    }
}

/// Whether a text speaks of something else than an offer.
fn turns_away(reading: &Reading) -> bool {
    let names = !(reading.operators.is_empty() && reading.methods.is_empty() && reading.pages.is_empty());
    let asks = [Word::Cancel, Word::Offline, Word::WhoAmI, Word::Remind]
        .iter()
        .any(|word| reading.words.contains(word));
    names || asks
}
