//! How long it takes to read a photograph of twelve megapixels here, and how long to find that there is nothing.
//!
//! `cargo xtask bench` runs it. The median photograph is to take no more than 300 ms; a phone is some five times slower.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use scan::Picture;
use std::time::Duration;

/// So many photographs tell the median.
const PHOTOS: usize = 9;

fn photo(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a photograph of 12 megapixels");
    group.sample_size(10).measurement_time(Duration::from_secs(2));
    let taken = |number| {
        let cards::Picture { width, height, pixels, .. } = cards::photo(number);
        Picture::new(width, height, pixels).unwrap()
    };
    for number in 0..PHOTOS {
        let picture = taken(number);
        let read = if scan::read(picture.clone()).is_empty() { "not read" } else { "read" };
        group.bench_function(format!("{number}, {read}"), |bench| {
            bench.iter_batched(|| picture.clone(), scan::read, BatchSize::LargeInput);
        });
    }
    let plain = Picture::new(4000, 3000, vec![200; 12_000_000]).unwrap();
    group.bench_function("plain paper", |bench| {
        bench.iter_batched(|| plain.clone(), scan::read, BatchSize::LargeInput);
    });
}

criterion_group!(benches, photo);
criterion_main!(benches);
