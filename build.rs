//! Builds again when the embedded content changes; the compiler does not see new files in a folder by itself.

fn main() {
    println!("cargo::rerun-if-changed=dialogues");
}
