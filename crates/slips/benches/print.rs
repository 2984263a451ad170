//! How many slips a second: `cargo bench -p slips`. Each differs from the one before, as in an office.

#![expect(clippy::unwrap_used, reason = "a benchmark stops by panicking")]

#[path = "../tests/it/people.rs"]
mod people;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn print(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("print");
    group.throughput(Throughput::Elements(1));
    for (name, slip) in people::all() {
        let mut turn = 0;
        group.bench_function(name, |bench| {
            bench.iter(|| slips::slip(black_box(&people::another(&slip, &mut turn))).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, print);
criterion_main!(benches);
