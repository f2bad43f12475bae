//! Times of an answer without network and storage, and of loading, checking and rendering the content once.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kz_topup_bot::bot::incoming::types::Origin;
use kz_topup_bot::catalog::files::Files;

use crate::answers::{answer, load, press, updates};

mod answers;

fn bench(criterion: &mut Criterion) {
    let files = Files::embedded();
    let content = load(&files);
    for (name, json) in updates(&content) {
        assert!(answer(&content, &json) > 0, "{name}: it is answered");
        criterion.bench_function(name, |b| b.iter(|| answer(black_box(&content), black_box(&json))));
    }
    let json = press(&content, "open/ways/beeline");
    criterion.bench_function("whose turn a press is", |b| b.iter(|| Origin::of(black_box(&json))));
    criterion.bench_function("load the content", |b| b.iter(|| load(black_box(&files))));
}

criterion_group! {
    name = answers;
    config = Criterion::default().sample_size(40);
    targets = bench
}
criterion_main!(answers);
