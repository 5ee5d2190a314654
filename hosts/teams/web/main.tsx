import { createRoot } from "react-dom/client";
import "../../kit/kit.css";
import { Frame } from "./frame.tsx";
import "./panel.css";
import { findTeams } from "./teams.ts";

const origins = document.querySelector('meta[name="courtside-frames"]')?.getAttribute("content") ?? "";
const root = document.getElementById("root");
if (root) {
	// A window of the browser that the panel has opened: no Teams around it.
	const isCompanion = location.pathname.endsWith("/companion");
	const teams = isCompanion ? null : await findTeams(origins.split(" ").filter((origin) => origin !== ""));
	createRoot(root).render(<Frame teams={teams} isCompanion={isCompanion} />);
	teams?.ready();
}
