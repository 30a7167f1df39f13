//! The sockets, and the thread that serves them.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;

use super::{State, connection};
use crate::wire::Origin;

/// The two sockets.
pub(crate) struct Listeners {
    api: TcpListener,
    uploads: TcpListener,
}

impl Listeners {
    /// Binds them on loopback; port 0 lets the system choose. Uploads always have a port of the system's choice.
    pub(crate) fn bind(port: u16) -> io::Result<Self> {
        let bind = |port| {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
            listener.set_nonblocking(true)?;
            io::Result::Ok(listener)
        };
        Ok(Self { api: bind(port)?, uploads: bind(0)? })
    }

    pub(crate) fn addresses(&self) -> io::Result<(SocketAddr, SocketAddr)> {
        Ok((self.api.local_addr()?, self.uploads.local_addr()?))
    }
}

/// Serves until the sender of `end` is dropped.
pub(crate) fn run(listeners: Listeners, state: State, end: oneshot::Receiver<()>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    runtime.block_on(async move {
        let api = tokio::net::TcpListener::from_std(listeners.api)?;
        let uploads = tokio::net::TcpListener::from_std(listeners.uploads)?;
        tokio::spawn(accept(api, Arc::clone(&state), Origin::Api));
        tokio::spawn(accept(uploads, state, Origin::Uploads));
        // An error says that the sender is gone, which is the same.
        let _ = end.await;
        Ok(())
    })
}

async fn accept(listener: tokio::net::TcpListener, state: State, origin: Origin) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        // Answers are small: a delay to gather more would cost 40 ms each.
        let _ = stream.set_nodelay(true);
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(move |request| connection::serve(Arc::clone(&state), origin, request));
            // An error is a client that went away, or a fault of the plan.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
