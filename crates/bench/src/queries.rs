//! The queries that are measured: drawn from the texts themselves, by kind.

use std::collections::HashMap;

use crate::corpus::{Corpus, Random};

/// A kind of query with examples.
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) queries: Vec<String>,
}

/// Draws queries of each kind from a sample of the texts.
pub(crate) fn classes(corpus: &Corpus, size: usize) -> Vec<Class> {
    let mut random = Random::new(99);
    let sample: Vec<String> = (0..400).map(|_| corpus.text(random.below(size))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in &sample {
        let mut seen: Vec<&str> = words(text).collect();
        seen.sort_unstable();
        seen.dedup();
        for word in seen {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut by_count: Vec<(&str, usize)> = counts.into_iter().collect();
    by_count.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let common: Vec<String> = by_count
        .iter()
        .take(20)
        .map(|(word, _)| (*word).to_owned())
        .collect();
    let rare: Vec<&str> = by_count
        .iter()
        .filter(|(word, count)| *count <= 2 && word.len() > 4)
        .map(|(word, _)| *word)
        .collect();
    let mut draw = |make: &mut dyn FnMut(&mut Random) -> Option<String>| -> Vec<String> {
        let mut found = Vec::new();
        for _ in 0..2_000 {
            if found.len() == 20 {
                break;
            }
            found.extend(make(&mut random));
        }
        found
    };
    let any_word = |random: &mut Random| -> Option<String> {
        let all: Vec<&str> = words(random.pick(&sample)?)
            .filter(|word| word.len() >= 4)
            .collect();
        random.pick(&all).map(|word| (*word).to_owned())
    };
    let prefix = |random: &mut Random, letters: usize| {
        any_word(random).map(|word| word.chars().take(letters).collect())
    };
    let chinese = |random: &mut Random, length: usize| cjk(random.pick(&sample)?, random, length);
    let classes = vec![
        Class {
            name: "common words",
            queries: common,
        },
        Class {
            name: "rare words",
            queries: draw(&mut |random| random.pick(&rare).map(|word| (*word).to_owned())),
        },
        Class {
            name: "two words",
            queries: draw(&mut |random| {
                Some(format!("{} {}", any_word(random)?, any_word(random)?))
            }),
        },
        Class {
            name: "phrases",
            queries: draw(&mut |random| phrase(random.pick(&sample)?, random)),
        },
        Class {
            name: "2-letter prefixes",
            queries: draw(&mut |random| prefix(random, 2)),
        },
        Class {
            name: "3-letter prefixes",
            queries: draw(&mut |random| prefix(random, 3)),
        },
        Class {
            name: "substrings",
            queries: draw(&mut |random| {
                any_word(random)
                    .filter(|word| word.len() >= 8)
                    .map(|word| word.chars().skip(2).take(5).collect())
            }),
        },
        Class {
            name: "Chinese, 1 character",
            queries: draw(&mut |random| chinese(random, 1)),
        },
        Class {
            name: "Chinese, 2 characters",
            queries: draw(&mut |random| chinese(random, 2)),
        },
        Class {
            name: "Chinese, 4 characters",
            queries: draw(&mut |random| chinese(random, 4)),
        },
    ];
    classes
        .into_iter()
        .filter(|class| !class.queries.is_empty())
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_ascii_alphabetic())
        .filter(|word| word.len() >= 2)
}

fn phrase(text: &str, random: &mut Random) -> Option<String> {
    let line = text
        .lines()
        .filter(|line| line.len() > 60 && line.is_ascii())
        .nth(random.below(8))?;
    let all: Vec<&str> = line
        .split(' ')
        .filter(|word| word.chars().all(char::is_alphabetic) && !word.is_empty())
        .collect();
    let start = random.below(all.len().saturating_sub(2));
    let (one, other) = (all.get(start)?, all.get(start + 1)?);
    line.contains(&format!("{one} {other}"))
        .then(|| format!("\"{one} {other}\""))
}

fn cjk(text: &str, random: &mut Random, length: usize) -> Option<String> {
    let is_han = |character: &char| matches!(u32::from(*character), 0x4E00..=0x9FFF);
    let all: Vec<char> = text.chars().collect();
    let starts: Vec<usize> = (0..all.len().saturating_sub(length))
        .filter(|start| all.iter().skip(*start).take(length).all(is_han))
        .collect();
    let start = random.pick(&starts)?;
    Some(all.iter().skip(*start).take(length).collect())
}
