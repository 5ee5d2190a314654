import { useSpeech } from "../../kit/kit-words.tsx";
import { ContentLines } from "../content/content-lines.tsx";
import { Rivals } from "../content/rivals.tsx";
import { Link, usePlace } from "../router.tsx";
import "../content/content.css";
import "../room/room.css";

/** What sellers say and send, and against whom. */
export function ContentsPage() {
	return usePlace().query.get("part") === "competitors" ? (
		<Rivals above={<Ways part="competitors" />} />
	) : (
		<ContentLines above={<Ways part="lines" />} />
	);
}

function Ways({ part }: { part: "lines" | "competitors" }) {
	const { t } = useSpeech();
	return (
		<nav className="grains" aria-label={t("content.parts")}>
			<Link to="/content" aria-current={part === "lines" ? "page" : undefined}>
				{t("content.lines")}
			</Link>
			<Link to="/content?part=competitors" aria-current={part === "competitors" ? "page" : undefined}>
				{t("rivals.title")}
			</Link>
		</nav>
	);
}
