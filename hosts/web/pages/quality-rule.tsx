import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { FaultsJson, FixedJson, QualityJson } from "../../../core/contract/quality.ts";
import { faultTable } from "../../../core/contract/tables/fault-table.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { pageOf } from "../about.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { FixForm } from "../quality/fix-form.tsx";
import "../quality/quality.css";
import { Link } from "../router.tsx";
import { TableTools } from "../table/table-tools.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { useLoad } from "../use-load.ts";

type Rule = QualityJson["rules"][number];
type Item = FaultsJson["items"][number];
const PAGE = 100;

/** The records that break one rule, and what can be done about many of them at once. */
export function QualityRulePage({ id: code }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const quality = useLoad(
		"quality",
		() => session.client.quality(),
		(e) => e.type === "quality.scanned",
	);
	const rule = quality.data?.rules.find((r) => r.rule === code);
	return (
		<Page
			title={t("nav.quality")}
			heading={rule?.text ?? t("quality.headingNone")}
			above={<Link to="/quality">{t("quality.back")}</Link>}
		>
			<Loading of={quality}>
				{() => (rule ? <Faults rule={rule} /> : <StateNotice state="empty" title={t("fault.notFound")} />)}
			</Loading>
		</Page>
	);
}

function Faults({ rule }: { rule: Rule }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mayWrite = useMe().permissions.includes("quality:write");
	const plain = useTableView(faultTable);
	const view = { ...plain, asked: { rule: rule.rule } };
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
	const [fixed, setFixed] = useState<FixedJson | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [most, setMost] = useState(PAGE);
	const list = useLoad(`${rule.rule} ${rule.faulty} ${most}`, () =>
		session.client.qualityFaults({ rule: rule.rule, limit: Math.min(200, most) }),
	);
	const ids = [...chosen];
	const dismiss = () => {
		session.client.dismissFaults({ rule: rule.rule, ids }).then(() => {
			setChosen(new Set());
			list.reload();
		}, setFault);
	};
	return (
		<div className="stack">
			{mayWrite && rule.faulty > 0 && (
				<FixForm
					rule={rule}
					ids={ids}
					done={(result) => {
						setFixed(result);
						setChosen(new Set());
						list.reload();
					}}
				/>
			)}
			{fixed && (
				<p role="status">
					{t("quality.mended", { done: fixed.done, left: fixed.left })}{" "}
					<Link to="/quality">{t("quality.doneTitle")}</Link>
				</p>
			)}
			{fault && <FaultNotice fault={fault} />}
			<Loading of={list} lines={8}>
				{({ items, nextCursor }) =>
					items.length === 0 ? (
						<StateNotice state="empty" title={t("quality.allRight")} />
					) : (
						<>
							<TableTools view={view} count={rule.text} />
							{mayWrite && (
								<div className="row">
									<Button size="small" onClick={() => setChosen(new Set(items.map((item) => item.id)))}>
										{t("quality.selectAll")}
									</Button>
									<Button size="small" disabledFocusable={ids.length === 0} onClick={() => ids.length > 0 && dismiss()}>
										{t("quality.dismiss")}
									</Button>
								</div>
							)}
							<FaultTable items={items} chosen={chosen} choose={mayWrite ? setChosen : null} />
							{nextCursor && most < 200 && <Button onClick={() => setMost(200)}>{t("list.more")}</Button>}
						</>
					)
				}
			</Loading>
		</div>
	);
}

function FaultTable(props: {
	items: Item[];
	chosen: ReadonlySet<string>;
	choose: ((ids: ReadonlySet<string>) => void) | null;
}) {
	const { t } = useSpeech();
	const { items, chosen, choose } = props;
	const toggle = (id: string) => {
		const next = new Set(chosen);
		if (!next.delete(id)) next.add(id);
		choose?.(next);
	};
	const name = (item: Item) => {
		const to = pageOf({ entity: item.entity, id: item.id });
		return to ? (
			<Link to={to} data-row-link>
				{item.name}
			</Link>
		) : (
			item.name
		);
	};
	return (
		<DataTable
			caption={t("quality.rulesTitle")}
			rows={items}
			rowKey={(item) => item.id}
			columns={[
				{
					key: "name",
					header: t("quality.record"),
					cell: (item) => (
						<span className="fault-name">
							{choose && (
								<input
									type="checkbox"
									checked={chosen.has(item.id)}
									onChange={() => toggle(item.id)}
									aria-label={t("quality.select", { name: item.name })}
								/>
							)}
							<span>{name(item)}</span>
						</span>
					),
				},
				{ key: "owner", header: t("deal.owner"), narrow: false, cell: (item) => item.owner ?? "–" },
				{ key: "value", header: t("quality.value"), cell: (item) => item.value ?? "–" },
				{ key: "offered", header: t("quality.offered"), narrow: false, cell: (item) => item.offered ?? "–" },
			]}
		/>
	);
}
