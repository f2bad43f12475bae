//! The text keys that the program itself names. A check at start-up proves that every language has them.

macro_rules! keys {
    ($($name:ident = $key:literal;)+) => {
        $(#[doc = concat!("The text `", $key, "`.")] pub const $name: &str = $key;)+

        /// All of them.
        pub const ALL: &[&str] = &[$($key),+];
    };
}

keys! {
    BACK = "ui.back";
    RESUME = "ui.resume";
    RESTART = "ui.restart";
    LANGUAGE = "ui.language";
    OTHER_WAY = "ui.other-way";
    ARRIVED = "ui.arrived";
    NOT_ARRIVED = "ui.not-arrived";
    PAID_NOTHING = "ui.paid-nothing";
    OUTDATED = "ui.outdated";
    OPEN_SITE = "ui.open-site";
    COPY_CODE = "ui.copy-code";
    TIPS = "ui.tips";
    TOP_UP_WITH = "ui.top-up-with";
    NO_ACCOUNT = "ui.no-account";
    NO_MONEY_NO_DATA = "ui.offline";
    CONFIRM_RISK = "ui.confirm-risk";
    OPERATORS = "ui.operators";
    WAY_LABEL = "ui.way";
    START_TOP_UP = "ui.start-topup";
    EVERYTHING = "ui.everything";
    ASK_PAYER = "ui.ask-payer";
    CHANGE_PAYER = "ui.change-payer";
    WAY_FITS = "ui.way-fits";
    WAY_MAYBE = "ui.way-maybe";
    WAY_HARD = "ui.way-hard";
    PAYERS_TITLE = "payers.title";
    PAYERS_ASK = "payers.ask";
    WAYS_FOR = "ways.for";
    OLD_BUTTON = "notice.old-button";
    LANGUAGE_SET = "notice.language-set";
    CANCELLED = "notice.cancelled";
    RISK = "notice.risk";
    GROUP_LANGUAGE_SET = "notice.group-language-set";
    OWN_LANGUAGE_SET = "notice.own-language-set";
    THANKS = "notice.thanks";
    GROUP_HELLO = "group.hello";
    GROUP_LANGUAGE = "group.language";
    GROUP_PRIVATE = "group.private";
    OPEN_BOT = "ui.open-bot";
    SHARE = "ui.share";
    ADD_TO_GROUP = "ui.add-to-group";
    SUGGEST_TITLE = "suggest.title";
    SUGGEST_NONE = "suggest.none";
    SUGGEST_FIRST = "suggest.first";
    SUGGEST_SECOND = "suggest.second";
    SUGGEST_REPORT = "suggest.report";
    SUGGEST_REPORT_TITLE = "suggest.report-title";
    SUGGEST_REPORT_ASK = "suggest.report-ask";
    HINT_WELCOME = "hint.welcome";
    HINT_FIRST = "hint.first";
    HINT_SECOND = "hint.second";
    HINT_THIRD = "hint.third";
    HINT_COMMAND = "hint.command";
    HINT_NOT_TEXT = "hint.not-text";
    HINT_DIGITS = "hint.digits";
    HINT_PREFIX = "hint.prefix";
    HINT_OFFER = "hint.offer";
    START_TITLE = "start.title";
    START_HELLO = "start.hello";
    START_ASK = "start.ask";
    START_ASK_WITH_METHOD = "start.ask-with-method";
    LANGUAGES_TITLE = "languages.title";
    LANGUAGES_ASK = "languages.ask";
    WAYS_TITLE = "ways.title";
    WAYS_ASK = "ways.ask";
    WAYS_OTHER = "ways.other";
    CHOSEN_TITLE = "chosen.title";
    CHOSEN_TEXT = "chosen.text";
    UNAVAILABLE_TITLE = "unavailable.title";
    UNAVAILABLE_NEXT = "unavailable.next";
    CHECK_OFFER = "ui.check-offer";
    CHECK_ANOTHER = "ui.check-another";
    MONEY_GONE = "ui.money-gone";
    OFFER_TITLE = "offer.title";
    OFFER_ASK = "offer.ask";
    OFFER_PRIVACY = "offer.privacy";
    OFFER_RED = "offer.red";
    OFFER_RED_LEAD = "offer.red.lead";
    OFFER_AMBER = "offer.amber";
    OFFER_AMBER_LEAD = "offer.amber.lead";
    OFFER_UNKNOWN = "offer.unknown";
    OFFER_UNKNOWN_LEAD = "offer.unknown.lead";
    OFFER_UNKNOWN_LOOKED = "offer.unknown.looked";
    OFFER_UNKNOWN_WHO = "offer.unknown.who";
    OFFER_UNKNOWN_HOW = "offer.unknown.how";
    OFFER_MORE = "offer.more";
    OFFER_RESEMBLES = "offer.resembles";
    OFFER_DOUBTED = "offer.doubted";
    OFFER_LINKS = "offer.links";
    OFFER_RULES = "offer.rules";
    CARDS_TITLE = "cards.title";
    CARD_TITLE = "cards.one";
    CARDS_INTRO = "cards.intro";
    OFFLINE_TITLE = "cards.offline";
    SECTION_NEEDS = "section.needs";
    SECTION_FEE = "section.fee";
    SECTION_TROUBLE = "section.trouble";
    SECTION_DETAILS = "section.details";
    SECTION_UNKNOWN = "section.unknown";
    SECTION_BASIS = "section.basis";
    SECTION_SOURCES = "section.sources";
    SOURCE_LINE = "section.source-line";
    SECTION_CHECKED = "section.checked";
    SECTION_STALE = "section.stale";
    SECTION_SAFER = "section.safer";
    WHOAMI = "ui.whoami";
    GO_ON_WITH = "ui.go-on-with";
    WHOAMI_TITLE = "whoami.title";
    WHOAMI_LOOK = "whoami.look";
    WHOAMI_CARD = "whoami.card";
    BRAND_RULE = "brand.rule";
    WHOAMI_MY_NUMBER = "whoami.my-number";
    WHOAMI_APP = "whoami.app";
    WHOAMI_SMS = "whoami.sms";
    WHOAMI_ASK = "whoami.ask";
    WHOAMI_ENOUGH = "whoami.enough";
    WHOAMI_PICK = "whoami.pick";
    PREFIX_TITLE = "prefix.title";
    PREFIX_PROBABLY = "prefix.probably";
    PREFIX_SEVERAL = "prefix.several";
    PREFIX_MOVED = "prefix.moved";
    PREFIX_SURE = "prefix.sure";
    PREFIX_UNLISTED = "prefix.unlisted";
    PREFIX_CARD = "prefix.card";
    PREFIX_CHECK = "prefix.check";
    PREFIX_SHOP = "prefix.shop";
    PREFIX_NEXT = "prefix.next";
    HINT_RENEWAL_RULE = "hint.renewal-rule";
    HINT_RENEWAL_DATE = "hint.renewal-date";
    HINT_RENEWAL_FULL = "hint.renewal-full";
    HINT_NOT_FORGOTTEN = "hint.not-forgotten";
    NOT_SAVED = "hint.not-saved";
    REMINDER_STOPPED = "notice.reminder-stopped";
    TOO_MANY_AT_ONCE = "notice.too-many-at-once";
    RENEWAL_KEY = "renewal.key";
    RENEWAL_TITLE = "renewal.title";
    RENEWAL_HELLO = "renewal.hello";
    RENEWAL_ASK = "renewal.ask";
    RENEWAL_BY_DAY = "renewal.by-day";
    RENEWAL_BY_LENGTH = "renewal.by-length";
    RENEWAL_LIST = "renewal.list";
    RENEWAL_LINE = "renewal.line";
    RENEWAL_LINE_GUIDE = "renewal.line-guide";
    RENEWAL_MORE = "renewal.more";
    RENEWAL_FULL = "renewal.full";
    RENEWAL_MONTHLY = "renewal.monthly";
    DAYS_ONE = "days.one";
    DAYS_FEW = "days.few";
    DAYS_MANY = "days.many";
    RENEWAL_EVERY = "renewal.every";
    RENEWAL_CHANGE = "renewal.change";
    RENEWAL_STOP = "renewal.stop";
    RENEWAL_CHANGE_TITLE = "renewal.change-title";
    RENEWAL_DAY_TITLE = "renewal.day-title";
    RENEWAL_DAY_ASK = "renewal.day-ask";
    RENEWAL_LENGTH_TITLE = "renewal.length-title";
    RENEWAL_LENGTH_ASK = "renewal.length-ask";
    RENEWAL_NEXT_TITLE = "renewal.next-title";
    RENEWAL_NEXT_ASK = "renewal.next-ask";
    RENEWAL_TODAY = "renewal.today";
    RENEWAL_TOMORROW = "renewal.tomorrow";
    RENEWAL_SET_TITLE = "renewal.set-title";
    RENEWAL_SET_NEXT = "renewal.set-next";
    RENEWAL_SET_GUIDE = "renewal.set-guide";
    RENEWAL_SET_PLAIN = "renewal.set-plain";
    RENEWAL_SHORT_MONTH = "renewal.short-month";
    RENEWAL_SOON_TODAY = "renewal.soon-today";
    RENEWAL_SOON_TOMORROW = "renewal.soon-tomorrow";
    RENEWAL_CHANGE_THIS = "renewal.change-this";
    RENEWAL_STOP_THIS = "renewal.stop-this";
    RENEWAL_ALL = "renewal.all";
    RENEWAL_GUIDE = "renewal.guide";
    RENEWAL_DUE_TOMORROW = "renewal.due-tomorrow";
    RENEWAL_DUE_TOMORROW_TEXT = "renewal.due-tomorrow-text";
    RENEWAL_DUE_TODAY = "renewal.due-today";
    RENEWAL_DUE_TODAY_TEXT = "renewal.due-today-text";
    RENEWAL_DUE_WHY = "renewal.due-why";
    FORGET_KEY = "forget.key";
    FORGET_TITLE = "forget.title";
    FORGET_GONE = "forget.gone";
    FORGET_STAYS = "forget.stays";
    FORGET_GROUPS = "forget.groups";
    FORGET_ASK = "forget.ask";
    FORGET_YES = "forget.yes";
    FORGOTTEN_TITLE = "forget.done-title";
    FORGOTTEN_TEXT = "forget.done";
    OUTDATED_TITLE = "outdated.title";
    OUTDATED_THANKS = "outdated.thanks";
    OUTDATED_SCREEN = "outdated.screen";
    OUTDATED_OFFICIAL = "outdated.official";
    OUTDATED_PAID = "outdated.paid";
    OUTDATED_UNPAID = "outdated.unpaid";
    REPORT = "report.button";
    REPORT_TITLE = "report.title";
    REPORT_ASK = "report.ask";
    SAY_TO_CLERK = "ui.clerk";
    SCREEN_WORDS = "ui.labels";
    AS_PICTURE = "ui.as-picture";
    COPY_IN = "ui.copy-in";
    HINT_NO_PICTURE = "hint.no-picture";
    CLERK_TITLE = "clerk.title";
    CLERK_HOW = "clerk.how";
    CLERK_FIELD = "clerk.field";
    CLERK_NUMBER = "clerk.number";
    CLERK_SUM = "clerk.sum";
    CLERK_THEN = "clerk.then";
    CLERK_HEAR = "clerk.hear";
    CLERK_CAPTION = "clerk.caption";
    LABELS_TITLE = "labels.title";
    LABELS_HOW = "labels.how";
    LABELS_SEEN = "labels.seen";
    LABELS_LOOK = "labels.look";
    PROFILE_NAME = "profile.name";
    PROFILE_SHORT = "profile.short";
    PROFILE_ABOUT = "profile.about";
}

/// The text of a day in a month, 1 to 12: `date.12` is "28 December".
pub fn date(month: u32) -> String {
    format!("date.{month}")
}

/// Ids of the pages that the program itself links to. A check at start proves that they exist.
pub mod pages {
    /// What to know before paying.
    pub const TIPS: &str = "tips";
    /// How to use the bot.
    pub const HELP: &str = "help";
    /// What the bot is and is not.
    pub const ABOUT: &str = "about";
    /// What is stored.
    pub const PRIVACY: &str = "privacy";
    /// The tricks of swindlers.
    pub const SCAMS: &str = "scams";
    /// Somebody has paid a swindler.
    pub const PAID: &str = "paid";
    /// The money did not arrive.
    pub const TROUBLE: &str = "trouble";
    /// The money arrived.
    pub const DONE: &str = "done";

    /// A number of Russia.
    pub const NUMBER_RUSSIA: &str = "number-russia";
    /// A number of China.
    pub const NUMBER_CHINA: &str = "number-china";
    /// A number of some other country.
    pub const NUMBER_ABROAD: &str = "number-abroad";
    /// A number of Kazakhstan that is known to be of no operator.
    pub const NUMBER_SPECIAL: &str = "number-special";
    /// A number whose first digits are not known.
    pub const NUMBER_UNKNOWN: &str = "number-unknown";

    /// What is said of a number that tells no operator.
    pub const NUMBERS: [&str; 5] =
        [NUMBER_RUSSIA, NUMBER_CHINA, NUMBER_ABROAD, NUMBER_SPECIAL, NUMBER_UNKNOWN];

    /// All of them.
    pub const ALL: [&str; 13] = [
        TIPS,
        HELP,
        ABOUT,
        PRIVACY,
        SCAMS,
        PAID,
        TROUBLE,
        DONE,
        NUMBER_RUSSIA,
        NUMBER_CHINA,
        NUMBER_ABROAD,
        NUMBER_SPECIAL,
        NUMBER_UNKNOWN,
    ];
}
