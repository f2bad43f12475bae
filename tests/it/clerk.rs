//! Words to show to somebody at a counter: as text, and as a picture that is looked at as a person would.

use kz_topup_bot::bot::content::Content;
use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::catalog::id::{GuideId, Lang};
use kz_topup_bot::dialogue::screen::{self, Screen};
use kz_topup_bot::render::picture::card::Card;
use kz_topup_bot::render::picture::font::Fonts;
use kz_topup_bot::render::picture::style::{HIGHEST, WIDTH};
use serde_json::{Value, json};

use crate::groups::square::Group;
use crate::person::{Person, Seen, Shown, Town, content};

/// A picture as rows of brightness from 0 to 255.
struct Sheet {
    width: u32,
    height: u32,
    rows: Vec<Vec<u8>>,
}

impl Sheet {
    #[track_caller]
    fn of(file: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let (width, height) = (reader.info().width, reader.info().height);
        assert_eq!(reader.output_color_type(), (png::ColorType::Rgb, png::BitDepth::Eight));
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let brightness = |pixel: &[u8]| (pixel.iter().map(|&part| u32::from(part)).sum::<u32>() / 3) as u8;
        let row = |row: &[u8]| row.chunks(3).map(brightness).collect();
        let rows = pixels.chunks(width as usize * 3).map(row).collect();
        Self { width, height, rows }
    }

    /// How many pixels of some rows are dark.
    fn ink(&self, rows: std::ops::Range<usize>) -> usize {
        self.rows[rows].iter().flatten().filter(|&&brightness| brightness < 96).count()
    }

    /// The runs of rows with something on them, below the brand, as first row and height.
    fn lines(&self) -> Vec<(usize, usize)> {
        let band = self.rows.iter().position(|row| row[0] == 255).unwrap();
        let mut lines: Vec<(usize, usize)> = Vec::new();
        let mut above = false;
        for (y, row) in self.rows.iter().enumerate().skip(band) {
            let marked = row.iter().any(|&brightness| brightness < 200);
            match (marked, above) {
                (true, false) => lines.push((y, 1)),
                (true, true) => lines.last_mut().unwrap().1 += 1,
                (false, _) => {}
            }
            above = marked;
        }
        lines
    }
}

fn cards(content: &Content) -> impl Iterator<Item = (Lang, GuideId)> + '_ {
    let screens = Screen::all(&content.catalog);
    content.catalog.languages().flat_map(move |lang| {
        let cards = screens.clone().into_iter().filter_map(move |screen| match screen {
            Screen::Sheet(screen::Sheet::Clerk, guide) => Some((lang, guide)),
            _ => None,
        });
        cards.collect::<Vec<_>>()
    })
}

#[test]
fn everybody_who_is_asked_has_their_words_and_every_screen_too() {
    let Content { catalog, .. } = content();
    for operator in catalog.operators().filter(|&operator| catalog.can_top_up(operator)) {
        for method in catalog.methods().filter(|&m| !catalog.is_group(m) && catalog.fits(operator, m)) {
            let id = catalog.method(method).id.as_str();
            let spoken = ["shop", "terminal", "someone-pays"].contains(&id);
            let read = ["terminal", "kaspi", "halyk", "other-bank", "operator-app"].contains(&id);
            assert_eq!(catalog.clerk(operator, method).is_some(), spoken, "{operator:?} {id}");
            assert_eq!(catalog.labels(operator, method).is_some(), read, "{operator:?} {id}");
        }
    }
}

#[test]
fn every_picture_is_large_dark_on_light_and_keeps_its_margins() {
    let content = content();
    let mut drawn = 0;
    // Each reader's language, and of the rest only the longest and the shortest brand.
    for (lang, guide) in cards(content) {
        let id = content.catalog.operator(guide.operator).id.as_str();
        if !["other", "izi", "beeline"].contains(&id) {
            continue;
        }
        let file = Card::of(&content.catalog, lang, guide).draw(&content.fonts).unwrap();
        let sheet = Sheet::of(&file);
        assert!(file.len() < 150_000, "{id}: {} bytes", file.len());
        assert_eq!(sheet.width, WIDTH);
        assert!((900..=HIGHEST).contains(&sheet.height), "{id}: {}", sheet.height);
        let ink = sheet.ink(0..sheet.height as usize);
        let share = ink as f64 / f64::from(sheet.width * sheet.height);
        assert!((0.05..0.35).contains(&share), "{id}: {share} of it is dark");
        let band = sheet.rows.iter().position(|row| row[0] == 255).unwrap();
        for row in &sheet.rows[band..] {
            assert!(row[..40].iter().chain(&row[1040..]).all(|&brightness| brightness == 255), "{id}");
        }
        let lines = sheet.lines();
        let tall = lines.iter().filter(|(_, height)| *height > 45).count();
        assert!(tall >= 3, "{id}: lines to be read from afar: {lines:?}");
        drawn += 1;
    }
    assert_eq!(drawn, 8 * 5, "eight cards in five languages");
}

#[test]
fn letters_of_every_language_leave_their_own_marks() {
    let content = content();
    let catalog = &content.catalog;
    let (beeline, shop) = (catalog.operator_named("beeline").unwrap(), catalog.method_named("shop").unwrap());
    let drawn = |lang: &str| {
        let card =
            Card::of(catalog, catalog.lang_named(lang).unwrap(), GuideId { operator: beeline, method: shop });
        Sheet::of(&card.draw(&content.fonts).unwrap())
    };
    let (zh, en, ru, kk) = (drawn("zh"), drawn("en"), drawn("ru"), drawn("kk"));
    assert!(zh.height > ru.height && en.height > ru.height, "the reader's language stands below");
    assert_eq!((ru.height, ru.rows == kk.rows), (kk.height, true), "both are there already");
    assert!(zh.rows != en.rows);
    assert!(zh.ink(zh.height as usize - 200..zh.height as usize) > 500, "there are characters, no gaps");
}

#[test]
fn fonts_of_a_folder_are_used_and_missing_ones_are_ours() {
    let mut files = Files::embedded();
    let card = |files: &Files| {
        let fonts = Fonts::load(files).unwrap();
        let Content { catalog, .. } = content();
        let lang = catalog.lang_named("ru").unwrap();
        let (operator, method) =
            (catalog.operator_named("izi").unwrap(), catalog.method_named("terminal").unwrap());
        Card::of(catalog, lang, GuideId { operator, method }).draw(&fonts).unwrap()
    };
    let ours = card(&files);
    let regular = files.1["fonts/letters.ttf"].clone();
    files.1.insert("fonts/letters-bold.ttf".to_owned(), regular);
    assert!(card(&files) != ours);
    let folder = tempfile::tempdir().unwrap();
    let empty = Files::from_dir(folder.path()).unwrap();
    assert_eq!(empty.1, Files::embedded().1);
    std::fs::create_dir(folder.path().join("fonts")).unwrap();
    std::fs::write(folder.path().join("fonts/letters.ttf"), "x").unwrap();
    let told = Fonts::load(&Files::from_dir(folder.path()).unwrap()).unwrap_err();
    assert_eq!(
        (told.len(), told[0].check, told[0].file.as_str()),
        (1, "font-unreadable", "fonts/letters.ttf")
    );
}

/// The calls that sent or would have sent a picture, each with whether it named a file that Telegram has.
async fn sent(town: &Town, since: i64) -> Vec<bool> {
    let events = town.settled(since).await;
    let calls = events.iter().filter(|event| event["kind"] == "call" && event["method"] == "sendPhoto");
    calls.map(|call| call["params"]["photo"].is_string()).collect()
}

async fn card(person: &Person<'_>) -> Shown {
    let guide = person.types("/topup beeline shop").await.one();
    person.presses(&guide, "Show in Russian").await.one()
}

#[tokio::test]
async fn the_card_says_it_in_both_languages_and_asks_for_no_number() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let card = card(&person).await;
    for words in
        ["Пополните, пожалуйста, этот номер. Оператор: Beeline", "толтырып беріңізші", "Please top up"]
    {
        assert!(card.text.contains(words), "{words}: {}", card.text);
    }
    assert!(card.text.contains("+7 ___ ___ __ __") && card.text.contains("Don’t send them to me"));
    let copied = card.data("Copy: Русский");
    assert!(
        copied.starts_with("Пополните") && copied.ends_with("Номер: +7 ___ ___ __ __\nСумма: ________ ₸")
    );
    // Whoever fills it in and sends it here all the same is told that nobody needs it.
    let filled = person.types(&copied.replace("___ ___ __ __", "701 123 45 67")).await.one();
    assert!(!filled.text.contains("123"), "{}", filled.text);
}

#[tokio::test]
async fn the_picture_is_drawn_once_and_sent_again_by_its_id() {
    let town = Town::new().await;
    let (ann, bob) = (town.person("en").await, town.person("en").await);
    let since = town.now().await;
    let card_of_ann = card(&ann).await;
    let picture = ann.presses(&card_of_ann, "As a large picture").await.one();
    let file = town.file(&format!("/sandbox/files/{}", picture.photo.clone().unwrap())).await;
    let sheet = Sheet::of(&file);
    assert!(sheet.width == WIDTH && sheet.ink(0..sheet.height as usize) > 50_000);
    assert!(picture.text.contains("on paper"), "{}", picture.text);
    let card_of_bob = card(&bob).await;
    let again = bob.presses(&card_of_bob, "As a large picture").await.one();
    assert_eq!(again.photo, picture.photo);
    assert_eq!(sent(&town, since).await, [false, true], "uploaded, then known");
}

#[tokio::test]
async fn a_copy_that_telegram_has_lost_is_uploaded_anew() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let card = card(&person).await;
    person.presses(&card, "As a large picture").await.one();
    let since = town.now().await;
    let lost =
        json!({ "error_code": 400, "description": "Bad Request: wrong file identifier/HTTP URL specified" });
    order(&town, lost).await;
    assert!(person.presses(&card, "As a large picture").await.one().photo.is_some());
    assert_eq!(sent(&town, since).await, [true, false]);
}

#[tokio::test]
async fn a_hiccup_in_the_middle_of_an_upload_costs_nothing() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let card = card(&person).await;
    for kind in ["reset", "html"] {
        order(&town, json!({ "kind": kind })).await;
    }
    let since = town.now().await;
    assert!(person.presses(&card, "As a large picture").await.one().photo.is_some());
    assert_eq!(sent(&town, since).await, [false, false, false], "the file goes along each time");
}

#[tokio::test]
async fn where_no_picture_can_be_sent_the_words_come_instead() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let guide = person.types("/topup tele2 终端机").await.one();
    let card = person.presses(&guide, "给对方看的话").await.one();
    let refused = json!({ "error_code": 400, "description": "Bad Request: not enough rights to send photos to the chat" });
    order(&town, refused).await;
    let Seen { messages, edits, .. } = person.presses(&card, "做成大字图片").await;
    assert!(edits.is_empty() && messages.len() == 1, "{messages:#?}");
    assert!(messages[0].photo.is_none() && messages[0].text.starts_with("图片没发成功"), "{messages:#?}");
    assert!(messages[0].text.contains("Помогите, пожалуйста") && messages[0].keys == card.keys);
}

/// Lets the next picture meet a fault.
async fn order(town: &Town, mut fault: Value) {
    fault["method"] = json!("sendPhoto");
    let answer = town.post("/sandbox/faults", fault).await;
    assert!(answer["error"].is_null(), "{answer}");
}

#[tokio::test]
async fn the_language_is_chosen_below_a_picture_which_stays() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let card = card(&person).await;
    let picture = person.presses(&card, "As a large picture").await.one();
    let since = town.now().await;
    let body = json!({ "from": person.id, "chat": person.id, "message_id": picture.id, "data": picture.data("Language") });
    town.post("/sandbox/presses", body).await;
    let events = town.settled(since).await;
    let messages: Vec<_> = events.iter().filter(|event| event["kind"] == "message").collect();
    assert!(messages.len() == 1 && messages[0]["message"]["text"].is_string(), "{messages:#?}");
    assert!(events.iter().all(|event| event["kind"] != "edit"));
}

#[tokio::test]
async fn in_a_group_the_words_are_for_who_presses_and_the_picture_is_had_in_private() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let (asker, ann) = (group.joined_by_old_client("en").await, group.joined_by("ru").await);
    let guide = asker.says("/topup beeline shop").await.one_public();
    let card = ann.presses(&guide, "Show in Russian").await.one_for(&ann);
    assert_eq!((card.name().as_str(), card.replaces), ("ru clerk_beeline_shop", None));
    let link = ann.presses(&card, "картинкой").await.link_for(&ann);
    assert_eq!(link, "https://t.me/sandbox_bot?start=clerk_beeline_shop");
    let opened = Person::again(&town, ann.id).types("/start clerk_beeline_shop").await.one();
    assert!(opened.text.contains("Пополните, пожалуйста"), "{}", opened.text);
}
