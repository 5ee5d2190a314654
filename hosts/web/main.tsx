import { createRoot } from "react-dom/client";
import { pickLocale } from "../../core/words/locales.ts";
import "../kit/kit.css";
import { App } from "./app.tsx";
import { createLive } from "./live.ts";
import { startWorker } from "./offline/device.ts";
import "./portal.css";
import { createSession } from "./session.ts";

const session = createSession(() => document.documentElement.dataset["locale"] ?? pickLocale(navigator.language));
const live = createLive((url, init) => session.fetch(url, init));
const root = document.getElementById("root");
if (root) createRoot(root).render(<App session={session} live={live} />);
void session.resume();
startWorker();
