//! Runs one stage of a build once, on one thread, so that its instructions can
//! be counted: `cargo xtask ratchet` does, with Valgrind.
//!
//! `instructions BOOK STAGE`; without a stage, it prints the names of all.

#[path = "stage/mod.rs"]
mod stage;

use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.as_slice() {
        [book, name] => {
            // All on this thread: others would wait for work in a loop, now longer, now shorter.
            let threads = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
            threads.build_global().expect("there is no pool yet");
            let inputs = stage::read(Path::new(book));
            let (_, prepare) =
                stage::STAGES.into_iter().find(|(known, _)| known == name).expect("it is one of the stages");
            counted(&mut prepare(&inputs));
        }
        _ => stage::STAGES.iter().for_each(|(name, _)| println!("{name}")),
    }
}

/// Valgrind counts only inside this function, which it knows by its name.
#[inline(never)]
fn counted(run: &mut dyn FnMut()) {
    run();
}
