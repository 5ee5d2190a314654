import { useSpeech } from "../kit/kit-words.tsx";
import { useMe } from "./portal-context.tsx";
import { Link } from "./router.tsx";

/** The ways by which records come in, as far as they are open to the person; else whom to ask. For pages that are still empty. */
export function BringData() {
	const { t } = useSpeech();
	const { permissions } = useMe();
	const ways = [
		{ to: "/import", needs: "imports:write", word: "people.toImport" },
		{ to: "/connections", needs: "connections:write", word: "bring.connect" },
	] as const;
	const open = ways.filter(({ needs }) => permissions.includes(needs));
	if (open.length === 0) return <span className="cs-muted">{t("bring.ask")}</span>;
	return (
		<span className="row">
			{open.map(({ to, word }) => (
				<Link key={to} to={to} className="button-link">
					{t(word)}
				</Link>
			))}
		</span>
	);
}
