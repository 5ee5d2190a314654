import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { AboutPart } from "../connections/about-part.tsx";
import { ComparePart } from "../connections/compare-part.tsx";
import { ConnectPart } from "../connections/connect-part.tsx";
import { FailedPart } from "../connections/failed-part.tsx";
import { FieldsPart } from "../connections/fields-part.tsx";
import { OffPart } from "../connections/off-part.tsx";
import { RunsPart } from "../connections/runs-part.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, usePlace, withQuery } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import { WriteBackSection } from "../write-back-section/write-back-section.tsx";
import "../connections/connections.css";

const PARTS = ["overview", "compare", "failed", "fields", "write-back", "off"] as const;
type Part = (typeof PARTS)[number];

/** One connection: how it stands, what came of it, and everything that may be done about it. */
export function ConnectionPage({ id: host }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const part = PARTS.find((one) => one === place.query.get("part")) ?? "overview";
	const loaded = useLoad(
		host,
		() => session.client.connection(host),
		(e) => e.type.startsWith("sync."),
	);
	const name = t("connections.name", { host, name: loaded.data?.name ?? host });
	return (
		<Page
			title={name}
			heading={loaded.data ? t("connections.stands", { name, state: loaded.data.state }) : name}
			above={<Link to="/connections">{t("connections.title")}</Link>}
		>
			<Loading of={loaded} lines={8}>
				{(connection) => (
					<>
						<Parts connection={connection} at={part} />
						<PartShown part={part} connection={connection} reload={loaded.reload} put={loaded.put} />
					</>
				)}
			</Loading>
		</Page>
	);
}

function Parts({ connection, at }: { connection: ConnectionDetailJson; at: Part }) {
	const { t, locale } = useSpeech();
	const me = useMe();
	const place = usePlace();
	const open = PARTS.filter(
		(part) =>
			(part !== "compare" || connection.can.report) &&
			(part !== "write-back" || (connection.can.writeBack && me.permissions.includes("write-back:write"))) &&
			(part !== "off" || me.permissions.includes("connections:write")),
	);
	return (
		<nav className="grains connection-parts" aria-label={t("connections.parts")}>
			{open.map((part) => (
				<Link
					key={part}
					to={withQuery(place, { part: part === "overview" ? null : part })}
					aria-current={part === at ? "page" : undefined}
				>
					{t(`connections.part.${part}`)}
					{part === "failed" && connection.failedRecords > 0 && ` (${formatNumber(connection.failedRecords, locale)})`}
				</Link>
			))}
		</nav>
	);
}

function PartShown(props: {
	part: Part;
	connection: ConnectionDetailJson;
	reload: () => void;
	put: (connection: ConnectionDetailJson) => void;
}) {
	const { t } = useSpeech();
	const { part, connection, reload, put } = props;
	switch (part) {
		case "compare":
			return <ComparePart host={connection.host} />;
		case "failed":
			return <FailedPart connection={connection} reload={reload} />;
		case "fields":
			return <FieldsPart host={connection.host} />;
		case "write-back":
			return <WriteBackSection host={connection.host} title={t("writeBack.title")} />;
		case "off":
			return <OffPart connection={connection} reload={reload} />;
		default:
			return (
				<div className="columns">
					<div className="stack">
						<ConnectPart connection={connection} put={put} reload={reload} />
						<RunsPart connection={connection} reload={reload} />
					</div>
					<AboutPart connection={connection} />
				</div>
			);
	}
}
