import { useEffect, useRef, useState } from "react";
import type { GalleryJson } from "../../../core/contract/gallery.ts";
import type { View } from "../../../core/contract/view.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FileDropGuide } from "../connections/file-drop-guide.tsx";
import { HandoverGuide } from "../connections/handover-guide.tsx";
import { DemoNudges } from "../demo-nudges.tsx";
import "../gallery/gallery.css";
import { Surface } from "../gallery/surface.tsx";
import { whatIsMissing } from "../gallery/what-is-missing.ts";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, usePlace } from "../router.tsx";
import { TeamsDoor } from "../teams-door.tsx";
import { useLoad } from "../use-load.ts";

type Exhibit = NonNullable<GalleryJson["deal"]>;

/** The same deal, lead, forecast and territory in every host there is, as each really draws it: the number and the reasons must agree. */
export function GalleryPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { query } = usePlace();
	const asked = Object.fromEntries([...query].filter(([name]) => name === "dealId" || name === "leadId"));
	const gallery = useLoad(
		JSON.stringify(asked),
		() => session.client.gallery(asked),
		(e) => e.entity === "deal" || e.entity === "lead" || e.entity === "forecast" || e.entity === "territory-plan",
	);
	return (
		<Page title={t("nav.gallery")} heading={t("gallery.heading")}>
			<p className="cs-muted">{t("gallery.says")}</p>
			<Loading of={gallery} lines={10}>
				{({ deal, lead, forecast, territory }) =>
					deal || lead || forecast || territory ? (
						<div className="stack">
							<TeamsDoor />
							{deal && <Row what="deal" exhibit={deal} />}
							{deal && <DemoNudges dealId={deal.view.id} />}
							{lead && <Row what="lead" exhibit={lead} />}
							{forecast && <Row what="forecast" exhibit={forecast} />}
							{territory && <Row what="territory" exhibit={territory} />}
							<FileDropGuide folder={null} />
							<HandoverGuide />
						</div>
					) : (
						<StateNotice
							state="empty"
							title={t("home.emptyTitle")}
							action={
								<Link to="/import" className="button-link">
									{t("home.emptyAction")}
								</Link>
							}
						/>
					)
				}
			</Loading>
		</Page>
	);
}

function Row({ what, exhibit }: { what: "deal" | "lead" | "forecast" | "territory"; exhibit: Exhibit }) {
	const { t } = useSpeech();
	const { view, path, surfaces } = exhibit;
	return (
		<section aria-labelledby={`${what}-title`}>
			<h2 id={`${what}-title`}>
				{t(`gallery.${what}`)} <Link to={path}>{view.title}</Link>
			</h2>
			<div className="exhibits">
				{surfaces.map(({ host, name, surface, preview }) => (
					<Framed key={host} host={host} name={name} view={view} surface={surface} preview={preview} />
				))}
			</div>
		</section>
	);
}

/** One host's surface with its name, and whether what stands there is what the view says. */
function Framed({
	host,
	name,
	view,
	surface,
	preview,
}: {
	host: string;
	name: string;
	view: View;
	surface: unknown;
	preview: string | null;
}) {
	const { t } = useSpeech();
	const drawn = useRef<HTMLDivElement>(null);
	const [missing, setMissing] = useState<string[] | null>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: read anew whenever another surface was drawn
	useEffect(() => {
		setMissing(whatIsMissing(view, drawn.current?.textContent ?? ""));
	}, [view, surface]);
	return (
		<figure className="exhibit">
			<figcaption>
				<strong>{name}</strong>
				{missing && (
					<span className={missing.length > 0 ? "exhibit-differs" : "cs-muted"}>
						{missing.length > 0 ? t("gallery.differs", { what: missing.join(", ") }) : t("gallery.same")}
					</span>
				)}
			</figcaption>
			{preview && (
				<a href={preview} target="_blank" rel="noreferrer">
					{t("gallery.preview")}
				</a>
			)}
			<div ref={drawn} className="exhibit-surface">
				<Surface host={host} surface={surface} />
			</div>
		</figure>
	);
}
