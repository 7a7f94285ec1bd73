onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data: { url, text } }) => fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: text });
};
