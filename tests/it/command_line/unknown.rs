//! The list of open questions, and its page.

use std::fs;

use crate::program::Program;

#[test]
fn an_open_question_names_the_screens_that_wait_and_how_to_answer_it() {
    let listed = Program::new().runs(&["unknown"]);
    assert_eq!((listed.code, listed.err.len()), (Some(0), 0), "{listed:#?}");
    let at = |line: &str| {
        listed.out.iter().position(|shown| shown == line).unwrap_or_else(|| panic!("{line}: {listed:#?}"))
    };
    let question = at("  The dial code for checking the balance on Beeline");
    assert!(at("Beeline") < question && question < at("All operators"));
    assert!(listed.out[question + 1].starts_with("    on the spot: Ask staff"), "{listed:#?}");
    assert_eq!(listed.out[question + 2], "    screens: card_beeline");
    assert!(listed.out.last().unwrap().ends_with(" open questions"), "{listed:#?}");
}

#[test]
fn the_page_of_open_questions_is_in_three_languages() {
    let program = Program::new();
    let written = program.runs(&["unknown", "--page", "page.html"]);
    assert_eq!(written.word(), "wrote page.html");
    let page = fs::read_to_string(program.folder.path().join("page.html")).unwrap();
    for words in [
        "Beeline 查话费余额的代码",
        "Код для проверки баланса Beeline",
        "The dial code for checking the balance on Beeline",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
