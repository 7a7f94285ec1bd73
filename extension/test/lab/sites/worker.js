onmessage = async ({ data: { how, url, text, socket } }) => {
  if (how === "xhr") {
    const x = new XMLHttpRequest();
    x.open("POST", url);
    x.setRequestHeader("Content-Type", "application/json");
    x.send(text);
  } else if (how === "ws") {
    const s = new WebSocket(socket);
    s.onopen = () => s.send(text);
  } else {
    await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: text });
  }
};
