//! What follows from typed text. [`crate::dialogue::understanding`] says what it asks and names; here the session is
//! added, in this order:
//!
//! 1. The name of a language switches to it.
//! 2. Digits alone answer the question for the first digits of a number.
//! 3. A text that says money was paid gets its page, whatever is asked or named.
//! 4. An answer to the open question: a reminder's day, the digits of a number, yes or no, who pays.
//! 5. An intent other than topping up opens its screen; operator and method fill in.
//! 6. Names open the guide, the methods or the operators they name.
//! 7. Suggestions, small talk, or a miss.
//!
//! While an offer is waited for, a text is judged as one unless it is short and asks for something else.

use crate::catalog::aliases::Word;
use crate::catalog::id::{IntentId, OperatorId};
use crate::catalog::intents::Target;
use crate::catalog::reading::{Answer, Digits, Reading};
use crate::dialogue::effect::Hint;
use crate::dialogue::event::{Command, Place};
use crate::dialogue::interruption::Question;
use crate::dialogue::offer::{Level, has_link, judge, says_too_little};
use crate::dialogue::payers;
use crate::dialogue::prefix::{self, NumberResult};
use crate::dialogue::screen::{FIRST, Screen, Sheet};
use crate::dialogue::session::State;
use crate::dialogue::suggestions::{Choice, Kind, Suggestions};
use crate::dialogue::transition::{Origin, Step, Transition};
use crate::dialogue::understanding::{Meaning, Reason, Understood, method_of};
use crate::text::script::columns;

/// A longer text is an offer, not a request, while an offer is waited for; in columns, two for a Chinese character.
const LONGEST_REQUEST: usize = 32;

impl Step<'_> {
    /// A typed text: an offer if one is waited for, unless it asks for something else.
    pub(super) fn on_text(mut self, text: &str) -> Transition {
        if self.session.question() != Some(Question::Offer) {
            let understood = (self.understand)(text);
            return self.read_request(text, understood);
        }
        let short = columns(text) <= LONGEST_REQUEST
            && judge(self.catalog, text).level == Level::Unknown
            && !has_link(self.catalog, text);
        if !short {
            return self.check_or_ask(text);
        }
        let understood = (self.understand)(text);
        if understood.entities.words.contains(&Word::Back) {
            return self.back();
        }
        if self.asks_for_more_than_a_verdict(&understood) {
            self.session.interruption = None;
            return self.read_request(text, understood);
        }
        self.check_or_ask(text)
    }

    /// Judges a text as an offer, unless it says too little for a verdict.
    fn check_or_ask(self, text: &str) -> Transition {
        match says_too_little(self.catalog, text) {
            true => self.ask_for_offer(),
            false => self.check_offer(text),
        }
    }

    /// The words of `/topup`, and of a text with the bot's name in a group.
    pub(super) fn read_top_up(self, text: &str) -> Transition {
        let understood = (self.understand)(text).by_names_in_doubt(self.catalog);
        self.read_request(text, understood)
    }

    /// Opens what a text asks for, or answers the open question with it.
    pub(super) fn read_request(mut self, text: &str, understood: Understood) -> Transition {
        if let Some(lang) = self.catalog.language_called(text) {
            return self.typed_language(lang);
        }
        let only_digits = !text.chars().any(char::is_alphabetic);
        // Where the first digits are asked for, digits alone are an answer, whatever sum of money they resemble.
        if only_digits
            && self.session.question() == Some(Question::Digits)
            && let Some(result) = prefix::read(self.catalog, text)
        {
            return self.show_number(result);
        }
        if let (Meaning::Intent(intent), Reason::Paid) = (&understood.meaning, understood.reason) {
            return self.open_intent(*intent, &understood, text);
        }
        let reading = &payers::read(self.catalog, self.session, text);
        let who_pays = payers::answer(reading);
        self.session.payer = who_pays.unwrap_or(self.session.payer);
        if let Some(answered) = self.answer(text, reading, &understood) {
            return answered;
        }
        if who_pays.is_none() && self.contradicts_itself(reading) {
            return self.miss(text);
        }
        match &understood.meaning {
            Meaning::Intent(intent)
                if who_pays.is_none() && self.catalog.intent(*intent).opens != Target::TopUp =>
            {
                self.open_intent(*intent, &understood, text)
            }
            Meaning::Unsure(intents) if who_pays.is_none() => self.did_you_mean(intents, &understood, text),
            _ => self.open_named(reading, &understood, text),
        }
    }

    /// The transition for a text that answers the open question, if it does.
    fn answer(&self, text: &str, reading: &Reading, understood: &Understood) -> Option<Transition> {
        let step = || Step { ..*self };
        if let Some(wish) = self.wish(text, reading) {
            return Some(step().grant(wish, reading));
        }
        let named_operator = self.which_operator(reading);
        if let Some(result) = self.number(text, named_operator, understood) {
            return Some(step().show_number(result));
        }
        let Some(State::ReceiveConfirmation(guide)) = self.session.asked() else { return None };
        if named_operator.is_some() || understood.method(self.catalog).is_some() {
            return None;
        }
        let cancels = |intent| self.catalog.intent(intent).opens == Target::Cancel;
        let answer = match understood.meaning {
            Meaning::Intent(intent) if cancels(intent) => Answer::No,
            _ => reading.answer()?,
        };
        match answer {
            Answer::Yes => Some(step().confirm(guide, Origin::Typed)),
            Answer::No => Some(step().open(Screen::ways(guide.operator), Origin::Typed)),
        }
    }

    fn show_number(self, result: NumberResult) -> Transition {
        match result {
            NumberResult::Screen(screen) => self.open(screen, Origin::Typed),
            NumberResult::Unclear => self.hint(Hint::Prefix),
        }
    }

    /// Whether who pays is asked, and the text speaks of that alone but does not tell.
    fn contradicts_itself(&self, reading: &Reading) -> bool {
        matches!(self.session.asked(), Some(State::ReceivePayer { .. }))
            && !reading.payers.is_empty()
            && reading.operators.is_empty()
            && reading.methods.is_empty()
    }

    /// What a number says of its operator, where one is asked for; what is asked by "which operator am I on?",
    /// anywhere. A brand that is named answers both.
    fn number(&self, text: &str, named: Option<OperatorId>, understood: &Understood) -> Option<NumberResult> {
        if named.is_some_and(|operator| self.catalog.operator(operator).name.is_some()) {
            return None;
        }
        let result = match self.session.question() {
            Some(Question::Digits) => prefix::read(self.catalog, text),
            _ if self.session.operator().is_none() => {
                prefix::alone(self.catalog, text).map(NumberResult::Screen)
            }
            _ => None,
        };
        // Somebody without money needs that answer first; it offers the operators, too.
        let said = |word| understood.entities.words.contains(&word);
        let asked = understood.meaning == Meaning::Names && said(Word::WhoAmI) && !said(Word::Offline);
        result.or_else(|| asked.then_some(NumberResult::Screen(Screen::WhoAmI)))
    }

    /// Opens what an intent opens, for the operator and the method that are named.
    fn open_intent(self, intent: IntentId, understood: &Understood, text: &str) -> Transition {
        let catalog = self.catalog;
        let named = understood.operator(catalog);
        let operator = named.or(self.session.operator());
        let intent = catalog.intent(intent);
        match intent.opens {
            Target::TopUp => self.open_named(&understood.entities, understood, text),
            Target::Page(page) => {
                let method = understood.method(catalog);
                let by_method = intent.by_method.iter().find(|(other, _)| Some(*other) == method);
                let page = by_method.map_or(page, |(_, page)| *page);
                self.knowing(named).open(Screen::Page(page), Origin::Typed)
            }
            Target::OperatorCard => {
                let card = operator.map(|operator| Screen::OperatorCard { operator });
                self.open(card.unwrap_or(Screen::OperatorList), Origin::Typed)
            }
            Target::Offline => {
                let operator = operator.or_else(|| catalog.nameless().next());
                self.open(operator.map_or(FIRST, |operator| Screen::Offline { operator }), Origin::Typed)
            }
            // A brand that is named answers the question.
            Target::WhoAmI if named.is_some_and(|id| catalog.operator(id).name.is_some()) => {
                self.open_named(&understood.entities, understood, text)
            }
            // Digits alone are no question, once the operator is known.
            Target::WhoAmI if operator.is_some() && !text.chars().any(char::is_alphabetic) => self.miss(text),
            Target::WhoAmI => match prefix::read(catalog, text) {
                Some(NumberResult::Screen(screen)) => self.open(screen, Origin::Typed),
                Some(NumberResult::Unclear) | None => self.open(Screen::WhoAmI, Origin::Typed),
            },
            Target::Offer if judge(catalog, text).level != Level::Unknown => self.check_offer(text),
            Target::Offer => self.open(Screen::Offer, Origin::Typed),
            Target::Reminders => self.open(Screen::Reminders, Origin::Typed),
            Target::Languages => {
                let current = self.session.screen();
                self.understood().languages(current, Place::Below)
            }
            Target::Current => {
                let current = self.session.screen();
                self.understood().show_screen(current, None, Place::Below)
            }
            Target::Welcome => self.understood().hint(Hint::Welcome),
            Target::Cancel => self.command(Command::Cancel),
            Target::Nothing => self.miss(text),
        }
    }

    /// Opens what is named, with what has been learnt before; small talk or a miss if nothing is.
    fn open_named(self, reading: &Reading, understood: &Understood, text: &str) -> Transition {
        let named_operator = self.which_operator(reading);
        let first = self.session.state.method_first().filter(|_| named_operator.is_some());
        let method = method_of(self.catalog, reading).or(first);
        let operator = named_operator.or_else(|| {
            let known = self.session.operator();
            known.filter(|known| reading.operators.len() < 2 && !reading.denied.contains(known))
        });
        let spoken_of = named_operator.is_some()
            || !reading.operators.is_empty()
            || !reading.refused.is_empty()
            || !reading.denied.is_empty()
            || payers::answer(reading).is_some();
        if understood.meaning == Meaning::Names
            && reading.words.contains(&Word::Offline)
            && method.is_none()
            && let Some(operator) = operator.or_else(|| self.catalog.nameless().find(|_| !spoken_of))
        {
            return self.open(Screen::Offline { operator }, Origin::Typed);
        }
        let tops_up = matches!(understood.meaning, Meaning::Intent(_));
        match (operator, method) {
            (Some(operator), Some(method)) => self.open(Sheet::Guide.of(operator, method), Origin::Typed),
            (None, Some(_)) => self.open(Screen::Operators { method }, Origin::Typed),
            (Some(operator), None) if spoken_of || tops_up => {
                self.open(Screen::ways(operator), Origin::Typed)
            }
            (None, None) if spoken_of || tops_up => self.open(FIRST, Origin::Typed),
            (_, None) => self.converse(understood, text),
        }
    }

    /// A text that names nothing of the content and asks nothing of it.
    fn converse(self, understood: &Understood, text: &str) -> Transition {
        let said = |word| understood.meaning == Meaning::Names && understood.entities.words.contains(&word);
        let current = self.session.screen();
        if said(Word::Cancel) {
            self.command(Command::Cancel)
        } else if said(Word::Back) {
            self.back()
        } else if understood.entities.digits == Digits::Many {
            self.hint(Hint::Digits)
        } else if understood.entities.words.contains(&Word::Greeting) {
            self.understood().show_screen(current, None, Place::Below)
        } else {
            self.miss(text)
        }
    }

    /// Offers the intents that a text may mean.
    fn did_you_mean(self, intents: &[IntentId], understood: &Understood, text: &str) -> Transition {
        let (catalog, current) = (self.catalog, self.session.screen());
        let operator = understood.operator(catalog);
        let choices =
            intents.iter().filter_map(|&intent| Choice::of_intent(catalog, intent, operator, current));
        let suggestions =
            Suggestions { kind: Kind::DidYouMean, choices: choices.collect(), typed: text.to_owned() };
        self.understood().suggest(suggestions)
    }

    /// Whether a short text that is no offer asks for something else than a verdict.
    fn asks_for_more_than_a_verdict(&self, understood: &Understood) -> bool {
        match understood.meaning {
            Meaning::Names => true,
            // Small talk may stand in an offer.
            Meaning::Intent(intent) => !matches!(
                self.catalog.intent(intent).opens,
                Target::Offer | Target::Current | Target::Nothing
            ),
            Meaning::Unsure(_) | Meaning::Nothing => false,
        }
    }

    /// The operator that was meant, if it is clear which. "Another" and "I don't know" answer the question for the
    /// operator; once there is one, they speak of something else.
    fn which_operator(&self, reading: &Reading) -> Option<OperatorId> {
        let brand = |&&id: &&OperatorId| self.catalog.operator(id).name.is_some();
        let brands: Vec<&OperatorId> = reading.operators.iter().filter(brand).collect();
        match (brands.as_slice(), reading.operators.as_slice()) {
            ([only], _) => Some(**only),
            ([], [only]) if self.session.operator().is_none() => Some(*only),
            _ => None,
        }
    }
}
