//! How long each stage of a build takes, on the bundled book or on another one:
//!
//! `cargo bench --bench stages`, `BOOK=/dev/shm/book cargo bench --bench stages -- search`

#[path = "stage/mod.rs"]
mod stage;

use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

fn stages(criterion: &mut Criterion) {
    let book = std::env::var_os("BOOK").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let inputs = stage::read(Path::new(&book));
    for (name, prepare) in stage::STAGES.into_iter().filter(|(name, _)| *name != stage::ONCE) {
        // What a stage needs is made only if it is not filtered out.
        let mut run = None;
        criterion.bench_function(name, |bencher| bencher.iter(run.get_or_insert_with(|| prepare(&inputs))));
    }
}

criterion_group! {
    name = all;
    // A stage takes from microseconds to a second: few samples, and not for long.
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(3));
    targets = stages
}
criterion_main!(all);
