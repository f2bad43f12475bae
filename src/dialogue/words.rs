//! The text keys that the program itself names. A check at start-up proves that every language has them.

macro_rules! words {
    ($($name:ident = $key:literal;)+) => {
        $(#[doc = concat!("The text `", $key, "`.")] pub const $name: &str = $key;)+

        /// All of them.
        pub const ALL: &[&str] = &[$($key),+];
    };
}

words! {
    BACK = "ui.back";
    RESUME = "ui.resume";
    RESTART = "ui.restart";
    LANGUAGE = "ui.language";
    OTHER_WAY = "ui.other-way";
    ARRIVED = "ui.arrived";
    NOT_ARRIVED = "ui.not-arrived";
    OPEN_SITE = "ui.open-site";
    COPY_CODE = "ui.copy-code";
    TIPS = "ui.tips";
    TOP_UP_WITH = "ui.top-up-with";
    ABOUT_OPERATOR = "ui.about-operator";
    NO_ACCOUNT = "ui.no-account";
    NO_MONEY_NO_DATA = "ui.offline";
    CONFIRM_RISK = "ui.confirm-risk";
    OPERATORS = "ui.operators";
    WAY_LABEL = "ui.way";
    START_TOP_UP = "ui.start-topup";
    OLD_BUTTON = "notice.old-button";
    LANGUAGE_SET = "notice.language-set";
    CANCELLED = "notice.cancelled";
    RISK = "notice.risk";
    GROUP_LANGUAGE_SET = "notice.group-language-set";
    OWN_LANGUAGE_SET = "notice.own-language-set";
    GROUP_HELLO = "group.hello";
    GROUP_LANGUAGE = "group.language";
    GROUP_PRIVATE = "group.private";
    OPEN_BOT = "ui.open-bot";
    SHARE = "ui.share";
    COPY_LINK = "ui.copy-link";
    ADD_TO_GROUP = "ui.add-to-group";
    HINT_FIRST = "hint.first";
    HINT_SECOND = "hint.second";
    HINT_THIRD = "hint.third";
    HINT_COMMAND = "hint.command";
    HINT_NOT_TEXT = "hint.not-text";
    HINT_DIGITS = "hint.digits";
    HINT_PREFIX = "hint.prefix";
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
    CARDS_TITLE = "cards.title";
    CARD_TITLE = "cards.one";
    CARDS_INTRO = "cards.intro";
    OFFLINE_TITLE = "cards.offline";
    SECTION_NEEDS = "section.needs";
    SECTION_FEE = "section.fee";
    SECTION_TROUBLE = "section.trouble";
    SECTION_DETAILS = "section.details";
    SECTION_UNKNOWN = "section.unknown";
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
    WHOAMI_SCREEN = "whoami.screen";
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
    PREFIX_SCREEN = "prefix.screen";
    PREFIX_CARD = "prefix.card";
    PREFIX_CHECK = "prefix.check";
    PREFIX_SHOP = "prefix.shop";
    PREFIX_NEXT = "prefix.next";
    SAY_TO_CLERK = "ui.clerk";
    SCREEN_WORDS = "ui.signs";
    AS_PICTURE = "ui.as-picture";
    COPY_IN = "ui.copy-in";
    HINT_NO_PICTURE = "hint.no-picture";
    CLERK_TITLE = "clerk.title";
    CLERK_HOW = "clerk.how";
    CLERK_FIELD = "clerk.field";
    CLERK_NUMBER = "clerk.number";
    CLERK_SUM = "clerk.sum";
    CLERK_THEN = "clerk.then";
    CLERK_CAPTION = "clerk.caption";
    SIGNS_TITLE = "signs.title";
    SIGNS_HOW = "signs.how";
    SIGNS_SEEN = "signs.seen";
    SIGNS_LOOK = "signs.look";
    PROFILE_NAME = "profile.name";
    PROFILE_SHORT = "profile.short";
    PROFILE_ABOUT = "profile.about";
}
