import { Button, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { BookmarkRegular } from "@fluentui/react-icons/svg/bookmark";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { NameViewDialog } from "./name-view-dialog.tsx";
import { namesOf, type TableView } from "./use-table-view.ts";

/** Ways of looking at a table that one has given a name; and a name for how it looks now. */
export function ViewsMenu<Row>({ view }: { view: TableView<Row> }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { table, ask, set } = view;
	const [isOpen, setOpen] = useState(false);
	const [isNaming, setNaming] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	// Asked for only by those who look.
	const views = useLoad(`views/${table.name}/${isOpen}`, async () =>
		isOpen ? session.client.views(table.name) : { items: [] },
	);
	const items = views.data?.items ?? [];
	const now = new URLSearchParams(ask).toString();
	const current = items.find(({ query }) => query === now);
	const show = (query: string) => {
		const wanted = new URLSearchParams(query);
		set(Object.fromEntries(namesOf(table).map((name) => [name, wanted.get(name)])));
	};
	const forget = (id: string) => {
		session.client.forgetView(id).then(views.reload, (f: CourtsideError) => setFault(f));
	};
	return (
		<>
			<Menu open={isOpen} onOpenChange={(_, d) => setOpen(d.open)}>
				<MenuTrigger disableButtonEnhancement>
					<Button size="small" appearance="subtle" icon={<BookmarkRegular />}>
						<span className="tool-word">{t("table.views")}</span>
					</Button>
				</MenuTrigger>
				<MenuPopover>
					<MenuList>
						{items.map((item) => (
							<MenuItem
								key={item.id}
								onClick={() => show(item.query)}
								aria-current={item === current ? "true" : undefined}
							>
								{item.name}
							</MenuItem>
						))}
						{items.length > 0 && <MenuDivider />}
						<MenuItem onClick={() => setNaming(true)}>{t("table.keepView")}</MenuItem>
						{current && (
							<MenuItem onClick={() => forget(current.id)}>{t("table.forgetView", { name: current.name })}</MenuItem>
						)}
					</MenuList>
				</MenuPopover>
			</Menu>
			{isNaming && (
				<NameViewDialog
					keep={(name) => session.client.keepView({ table: table.name, name, query: now }).then(() => setNaming(false))}
					cancel={() => setNaming(false)}
				/>
			)}
			{fault && <FaultNotice fault={fault} />}
		</>
	);
}
