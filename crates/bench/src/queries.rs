//! The queries that are measured: drawn from the texts themselves, by kind.

use std::collections::HashMap;

use crate::corpus::{Corpus, Random};

/// A kind of query with examples.
pub(crate) struct Class {
    pub(crate) name: &'static str,
    pub(crate) queries: Vec<String>,
}

/// How many queries of each kind are drawn.
const EACH: usize = 20;

/// Draws queries of each kind from a sample of the texts.
pub(crate) fn classes(corpus: &Corpus, size: usize) -> Vec<Class> {
    let mut random = Random::new(99);
    let sample: Vec<String> = (0..400).map(|_| corpus.text(random.below(size))).collect();
    let by_count = words_by_count(&sample);
    let common = by_count
        .iter()
        .take(EACH)
        .map(|(word, _)| (*word).to_owned())
        .collect();
    let rare: Vec<&str> = by_count
        .iter()
        .filter(|(word, count)| *count <= 2 && word.len() > 4)
        .map(|(word, _)| *word)
        .collect();
    let mut draw = |name: &'static str, make: &dyn Fn(&str, &mut Random) -> Option<String>| {
        let mut queries = Vec::new();
        for _ in 0..100 * EACH {
            if queries.len() < EACH {
                queries.extend(
                    random
                        .clone()
                        .pick(&sample)
                        .and_then(|text| make(text, &mut random)),
                );
                random.next();
            }
        }
        Class { name, queries }
    };
    let prefix = |text: &str, random: &mut Random, letters: usize| {
        any_word(text, random, 4).map(|word| word.chars().take(letters).collect())
    };
    let classes = vec![
        Class {
            name: "common words",
            queries: common,
        },
        draw("rare words", &|_, random| {
            random.pick(&rare).map(|word| (*word).to_owned())
        }),
        draw("two words", &|text, random| {
            Some(format!(
                "{} {}",
                any_word(text, random, 4)?,
                any_word(text, random, 4)?
            ))
        }),
        draw("phrases", &phrase),
        draw("2-letter prefixes", &|text, random| prefix(text, random, 2)),
        draw("3-letter prefixes", &|text, random| prefix(text, random, 3)),
        draw("substrings", &|text, random| {
            any_word(text, random, 8).map(|word| word.chars().skip(2).take(5).collect())
        }),
        draw("Chinese, 1 character", &|text, random| cjk(text, random, 1)),
        draw("Chinese, 2 characters", &|text, random| {
            cjk(text, random, 2)
        }),
        draw("Chinese, 4 characters", &|text, random| {
            cjk(text, random, 4)
        }),
    ];
    classes
        .into_iter()
        .filter(|class| !class.queries.is_empty())
        .collect()
}

/// The words of the sample with the number of texts that hold each, the most common first.
fn words_by_count(sample: &[String]) -> Vec<(&str, usize)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in sample {
        let mut seen: Vec<&str> = words(text).collect();
        seen.sort_unstable();
        seen.dedup();
        for word in seen {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut by_count: Vec<_> = counts.into_iter().collect();
    by_count.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    by_count
}

fn any_word(text: &str, random: &mut Random, letters: usize) -> Option<String> {
    let all: Vec<&str> = words(text).filter(|word| word.len() >= letters).collect();
    random.pick(&all).map(|word| (*word).to_owned())
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
