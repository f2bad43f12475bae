//! Entry point.
use kz_topup_bot::catalog::{files::Files, load};
use kz_topup_bot::render::{check, book};
fn main() {
    let today = chrono::Local::now().date_naive();
    match load::load(&Files::from_dir("dialogues".as_ref()).expect("dir"), today) {
        Ok(c) => { let p = check::run(&c); for p in &p { println!("{p}"); } println!("{} problems", p.len()); std::fs::write("/tmp/book.html", book::book(&c)).expect("w"); }
        Err(p) => { for p in &p { println!("{p}"); } println!("{}", p.len()); }
    }
}
