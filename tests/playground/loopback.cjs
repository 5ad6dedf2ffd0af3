// Loaded before the Playground, which would listen to the whole network: anybody could act there.
"use strict";

const { Server } = require("node:net");

const listen = Server.prototype.listen;

Server.prototype.listen = function onLoopback(port, ...more) {
  if (typeof port !== "number") return listen.call(this, port, ...more);
  const told = more.filter((one) => typeof one === "function");
  return listen.call(this, { port, host: "127.0.0.1" }, ...told);
};
