//! Entry point.
use kz_topup_bot::catalog::{files::Files, load};
use kz_topup_bot::dialogue::{screen::{Address, Screen}, view::view};
use kz_topup_bot::render::{address::encode_link, check, text};
fn main() {
    let today = chrono::Local::now().date_naive();
    match load::load(&Files::from_dir("dialogues".as_ref()).expect("dir"), today) {
        Ok(c) => { let p = check::run(&c); for p in &p { println!("{p}"); }
            for lang in c.languages() { let mut out = String::new();
            for s in Screen::all(&c) { out += &format!("\n===== {}\n{}", encode_link(&c, s), text::text(&view(&c, lang, Address::At(s)))); }
            std::fs::write(format!("/tmp/screens-{}.txt", c.language(lang).id), out).expect("w"); } }
        Err(p) => { for p in &p { println!("{p}"); } println!("{}", p.len()); }
    }
}
