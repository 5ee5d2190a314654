import { Fragment, type KeyboardEvent, useRef, useState } from "react";
import type { QuotaPlanJson, QuotaPlanNodeJson } from "../../../core/contract/quota-plans.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { PlanChange } from "../pages/quota-plan.tsx";
import { ChanceRange } from "./chance-range.tsx";
import { NodeRules } from "./node-rules.tsx";
import { readTyped, showAmount, typedAmount } from "./quota-amount.ts";
import { depthsOf, inTreeOrder } from "./tree-depth.ts";

type Change = (changed: PlanChange) => Promise<boolean>;

/**
 * Everybody's number, company first. Typing over one holds it there and shares the rest; emptied it is shared out again.
 * Enter and the arrows go up and down, Escape takes back what was typed.
 */
export function PlanTree({ plan, change }: { plan: QuotaPlanJson; change: Change }) {
	const { t } = useSpeech();
	const body = useRef<HTMLTableSectionElement>(null);
	const [open, setOpen] = useState<string | null>(null);
	const nodes = inTreeOrder(plan.nodes);
	const depths = depthsOf(nodes);
	const move = (from: HTMLInputElement, steps: number) => {
		const cells = [...(body.current?.querySelectorAll<HTMLInputElement>("input.quota-cell[data-amount]") ?? [])];
		const next = cells[Math.min(cells.length - 1, Math.max(0, cells.indexOf(from) + steps))];
		next?.focus();
		next?.select();
	};
	return (
		<table className="quota-tree">
			<caption className="cs-unseen">{t("quotaPlan.tree")}</caption>
			<thead>
				<tr>
					<th scope="col">{t("quota.who")}</th>
					<th scope="col" className="cs-end">
						{t("quota.quota")}
					</th>
					<th scope="col" className="cs-end cs-wide-only">
						{t("quotaPlan.givenOut")}
					</th>
					<th scope="col" className="cs-wide-only">
						{t("quotaPage.chance")}
					</th>
					<th scope="col" className="cs-end cs-desk-only">
						{t("quota.today")}
					</th>
				</tr>
			</thead>
			<tbody ref={body}>
				{nodes.map((node) => (
					<Fragment key={node.nodeId}>
						<Row
							plan={plan}
							node={node}
							depth={depths.get(node.nodeId) ?? 0}
							change={change}
							move={move}
							isOpen={open === node.nodeId}
							toggle={() => setOpen(open === node.nodeId ? null : node.nodeId)}
						/>
						{open === node.nodeId && (
							<tr>
								<td colSpan={5} id={`made-${node.nodeId}`}>
									<NodeRules key={plan.version} plan={plan} node={node} change={change} />
								</td>
							</tr>
						)}
					</Fragment>
				))}
			</tbody>
		</table>
	);
}

function Row(props: {
	plan: QuotaPlanJson;
	node: QuotaPlanNodeJson;
	depth: number;
	change: Change;
	move: (from: HTMLInputElement, steps: number) => void;
	isOpen: boolean;
	toggle: () => void;
}) {
	const { t, locale } = useSpeech();
	const { plan, node, depth, isOpen, toggle } = props;
	const isTop = node.parentId === null;
	return (
		<tr data-level={node.kind}>
			<th scope="row" data-depth={depth}>
				<span className="quota-who">{node.name}</span>
				<button
					type="button"
					className="quota-made"
					aria-expanded={isOpen}
					aria-controls={isOpen ? `made-${node.nodeId}` : undefined}
					title={t("quotaPlan.madeOf", { name: node.name })}
					onClick={toggle}
				>
					<span className="cs-unseen">{node.name} </span>
					{madeOf(node, t, locale)}
				</button>
			</th>
			<td className="cs-end">
				{plan.may.edit && !isTop ? (
					<AmountCell key={`${plan.version} ${node.amount}`} {...props} />
				) : (
					showAmount(node.amount, plan.currency, locale)
				)}
				{node.heldBy && <span className="cs-sub">{t(`quotaPlan.heldBy.${node.heldBy}`)}</span>}
			</td>
			<td className="cs-end cs-wide-only">
				{node.kind === "user" ? "" : showAmount(node.givenOut, plan.currency, locale)}
				{node.kind !== "user" && node.over > 0 && (
					<span className="cs-sub">{t("quotaPlan.more", { share: formatPercent(node.over, locale, 1) })}</span>
				)}
			</td>
			<td className="cs-wide-only">{node.amount === null ? "–" : <ChanceRange chance={node.chance} short />}</td>
			<td className="cs-end cs-desk-only">{showAmount(node.today, plan.currency, locale)}</td>
		</tr>
	);
}

function AmountCell(props: {
	plan: QuotaPlanJson;
	node: QuotaPlanNodeJson;
	change: Change;
	move: (from: HTMLInputElement, steps: number) => void;
}) {
	const { t, locale } = useSpeech();
	const { plan, node, change, move } = props;
	const shown = typedAmount(node.amount, plan.currency, locale);
	const [text, setText] = useState(shown);
	const isHeld = node.floor !== null && node.floor === node.cap;
	const read = text.trim() === "" ? null : readTyped(text, plan.currency, locale);
	const isWrong = text.trim() !== "" && read === null;
	const keep = () => {
		if (text === shown || isWrong) return;
		void change({ nodes: [{ nodeId: node.nodeId, floor: read, cap: read }] });
	};
	const press = (event: KeyboardEvent<HTMLInputElement>) => {
		const steps = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (event.key === "Escape") setText(shown);
		if (steps === undefined) return;
		event.preventDefault();
		// Leaving the field keeps what was typed.
		move(event.currentTarget, steps);
		if (event.key === "Enter" && document.activeElement === event.currentTarget) keep();
	};
	return (
		<input
			className="quota-cell"
			data-amount
			data-held={isHeld}
			inputMode="decimal"
			aria-label={t(isHeld ? "quotaPlan.heldFor" : "quotaPlan.amountFor", { name: node.name })}
			aria-invalid={isWrong}
			value={text}
			onChange={(event) => setText(event.currentTarget.value)}
			onBlur={keep}
			onKeyDown={press}
		/>
	);
}

function madeOf(node: QuotaPlanNodeJson, t: ReturnType<typeof useSpeech>["t"], locale: string): string {
	const { potential, capacity, ramp, history } = node;
	if (!potential || !capacity || !ramp || !history) return t("quotaPlan.rules");
	return t("quotaPlan.made", {
		n: potential.accounts,
		capacity: formatPercent(capacity.value, locale),
		ramp: formatPercent(ramp.value, locale),
		history: formatPercent(history.value, locale),
	});
}
