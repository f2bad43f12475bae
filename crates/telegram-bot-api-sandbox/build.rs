//! Builds again when the page changes; the compiler does not see new files in a folder by itself.

fn main() {
    println!("cargo::rerun-if-changed=src/page/files");
}
