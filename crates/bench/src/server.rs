//! A hundred clients on the loopback server at once.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::Instant;

use crate::Outcome;
use crate::figures::Samples;

/// Reads documents through the server from many connections; returns the durations of all requests.
pub(crate) fn read_from_many(
    address: SocketAddr,
    key: &str,
    ids: &[String],
    clients: usize,
    each: usize,
) -> Outcome<Samples> {
    let mut all = Samples::default();
    let threads: Vec<_> = (0..clients)
        .map(|client| {
            let (key, ids) = (key.to_owned(), ids.to_vec());
            thread::spawn(move || one_client(address, &key, &ids, client, each))
        })
        .collect();
    for thread in threads {
        let samples = thread.join().map_err(|_panic| "a client panicked")??;
        for sample in samples {
            all.push(sample);
        }
    }
    Ok(all)
}

fn one_client(
    address: SocketAddr,
    key: &str,
    ids: &[String],
    client: usize,
    each: usize,
) -> Outcome<Vec<std::time::Duration>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut samples = Vec::with_capacity(each);
    for request in 0..each {
        let id = ids
            .get((client * 31 + request * 7) % ids.len().max(1))
            .cloned()
            .unwrap_or_default();
        let body = format!("{{\"id\":\"{id}\"}}");
        let start = Instant::now();
        write!(
            stream,
            "POST /v1/rpc/document.get HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let status = read_answer(&mut reader)?;
        samples.push(start.elapsed());
        if status != 200 {
            return Err(format!("the server answered {status}").into());
        }
    }
    Ok(samples)
}

/// Reads one answer with a `Content-Length` or in chunks, and returns its status.
fn read_answer(reader: &mut BufReader<TcpStream>) -> Outcome<u16> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).unwrap_or_default().parse()?;
    let (mut length, mut chunked) = (0_usize, false);
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let header = line.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
        chunked |= header.starts_with("transfer-encoding:") && header.contains("chunked");
    }
    if !chunked {
        std::io::copy(
            &mut reader.by_ref().take(length as u64),
            &mut std::io::sink(),
        )?;
        return Ok(status);
    }
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16)?;
        std::io::copy(
            &mut reader.by_ref().take(size as u64 + 2),
            &mut std::io::sink(),
        )?;
        if size == 0 {
            return Ok(status);
        }
    }
}
