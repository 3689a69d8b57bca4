// Asking the service worker, which holds a key in its memory between two pages.
export async function tellWorker(message, patience = 2000) {
  const worker = navigator.serviceWorker?.controller ?? (await navigator.serviceWorker?.getRegistration())?.active;
  if (!worker) return null;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((done) => {
    port1.onmessage = (event) => done(event.data);
    setTimeout(done, patience, null);
  });
  worker.postMessage(message, [port2]);
  return answer;
}
