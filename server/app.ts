import type { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import type { HTTPException } from "hono/http-exception";
import { methodNotAllowed } from "hono/method-not-allowed";
import { timeout } from "hono/timeout";
import { CourtsideError } from "../core/contract/problem.ts";
import type { AppEnv } from "./app-env.ts";
import { chatInstallRoutes } from "./chat/install-route.ts";
import type { Deps } from "./deps.ts";
import {
	allowOrigins,
	guardHeaders,
	openRequest,
	packLargeAnswers,
	refuseOtherOrigins,
	wakeAfterWrites,
} from "./doorkeeping.ts";
import { graphqlRoutes } from "./graphql/graphql-routes.ts";
import { onlyForCards } from "./hosts/only-for-cards.ts";
import { asSignedPerson } from "./hosts/signed-caller.ts";
import { faultOf, problemResponse, whenAgain } from "./problems.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { accuracyRoutes } from "./routes/accuracy.ts";
import { accuracyReportRoutes } from "./routes/accuracy-report.ts";
import { analyticsRoutes } from "./routes/analytics.ts";
import { apiKeyRoutes } from "./routes/api-keys.ts";
import { auditRoutes } from "./routes/audit.ts";
import { authRoutes } from "./routes/auth.ts";
import { boardRoutes } from "./routes/board.ts";
import { cardRoutes } from "./routes/cards.ts";
import { chatRoutes } from "./routes/chat.ts";
import { chatMessageRoutes } from "./routes/chat-messages.ts";
import { coachingRoutes } from "./routes/coaching.ts";
import { competitorRoutes } from "./routes/competitors.ts";
import { connectionFieldRoutes } from "./routes/connection-fields.ts";
import { connectionLackRoutes } from "./routes/connection-lacks.ts";
import { connectionPulseRoutes } from "./routes/connection-pulse.ts";
import { connectionWorkRoutes } from "./routes/connection-work.ts";
import { connectionRoutes } from "./routes/connections.ts";
import { contentRoutes } from "./routes/content.ts";
import { dealDriverRoutes } from "./routes/deal-drivers.ts";
import { dealEndingRoutes } from "./routes/deal-endings.ts";
import { dealModelRoutes } from "./routes/deal-model.ts";
import { dealOutlookRoutes } from "./routes/deal-outlook.ts";
import { dealRoutes } from "./routes/deals.ts";
import { demoRoutes } from "./routes/demo.ts";
import { flowRoutes } from "./routes/flow.ts";
import { forecastAnswerRoutes } from "./routes/forecast-answers.ts";
import { forecastCallRoutes } from "./routes/forecast-calls.ts";
import { forecastPageRoutes } from "./routes/forecast-page.ts";
import { forecastRoutes } from "./routes/forecasts.ts";
import { forgottenRoutes } from "./routes/forgotten.ts";
import { foundActionRoutes } from "./routes/found-actions.ts";
import { galleryRoutes } from "./routes/gallery.ts";
import { healthRoutes } from "./routes/health.ts";
import { homeRoutes } from "./routes/home.ts";
import { hookRoutes } from "./routes/hooks.ts";
import { hostActionRoutes } from "./routes/host-actions.ts";
import { hostCardRoutes } from "./routes/host-cards.ts";
import { consentRoutes, hostConsentRoutes } from "./routes/host-consent.ts";
import { identityRoutes } from "./routes/identities.ts";
import { importRoutes } from "./routes/imports.ts";
import { invitationRoutes } from "./routes/invitations.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { leadAdviceRoutes } from "./routes/lead-advice.ts";
import { leadAssignmentRoutes } from "./routes/lead-assignments.ts";
import { leadEventRoutes } from "./routes/lead-events.ts";
import { leadGradeRoutes } from "./routes/lead-grades.ts";
import { leadModelRoutes } from "./routes/lead-model.ts";
import { leadNurtureRoutes } from "./routes/lead-nurture.ts";
import { leadRoutingRoutes } from "./routes/lead-routing.ts";
import { leadScoreRoutes } from "./routes/lead-score.ts";
import { leadScoresRoutes } from "./routes/lead-scores.ts";
import { leadSourceRoutes } from "./routes/lead-sources.ts";
import { leadRoutes } from "./routes/leads.ts";
import { lightningCardRoutes } from "./routes/lightning-cards.ts";
import { liveRoutes } from "./routes/live.ts";
import { mailRoutes } from "./routes/mails.ts";
import { marketRoutes } from "./routes/market.ts";
import { marketingRoutes } from "./routes/marketing.ts";
import { meetingActionRoutes } from "./routes/meeting-actions.ts";
import { meetingBotRoutes } from "./routes/meeting-bots.ts";
import { meetingResultRoutes } from "./routes/meeting-results.ts";
import { meetingWordRoutes } from "./routes/meeting-words.ts";
import { meetingRoutes } from "./routes/meetings.ts";
import { memberRoutes } from "./routes/members.ts";
import { monitoringRoutes } from "./routes/monitoring.ts";
import { nurtureTaskRoutes } from "./routes/nurture-tasks.ts";
import { docsRoutes } from "./routes/openapi.ts";
import { panelRoutes } from "./routes/panel.ts";
import { panelNews } from "./routes/panel-news.ts";
import { panelPages } from "./routes/panel-pages.ts";
import { peopleRoutes } from "./routes/people.ts";
import { performanceDashboardRoutes } from "./routes/performance-dashboard.ts";
import { pipelineRoutes } from "./routes/pipeline.ts";
import { qualityRoutes } from "./routes/quality.ts";
import { quotaPlanStepRoutes } from "./routes/quota-plan-steps.ts";
import { quotaPlanRoutes } from "./routes/quota-plans.ts";
import { quotaRoutes } from "./routes/quotas.ts";
import { recordingSoundRoutes } from "./routes/recording-sound.ts";
import { recordingRoutes } from "./routes/recordings.ts";
import { revenueForecastRoutes } from "./routes/revenue-forecasts.ts";
import { roleRoutes } from "./routes/roles.ts";
import { roomRoutes } from "./routes/room.ts";
import { roomDocumentRoutes } from "./routes/room-documents.ts";
import { roomPeopleRoutes } from "./routes/room-people.ts";
import { createRouter } from "./routes/router.ts";
import { scenarioRoutes } from "./routes/scenarios.ts";
import { searchRoutes } from "./routes/search.ts";
import { secondFactorRoutes } from "./routes/second-factors.ts";
import { secondStepRoutes } from "./routes/second-step.ts";
import { securityRoutes } from "./routes/security.ts";
import { signInPolicyRoutes } from "./routes/sign-in-policy.ts";
import { singleSignOnRoutes } from "./routes/single-sign-on.ts";
import { singleSignOnSettingsRoutes } from "./routes/single-sign-on-settings.ts";
import { stageRoutes } from "./routes/stages.ts";
import { serveStatic } from "./routes/static.ts";
import { streamRoutes } from "./routes/stream.ts";
import { teamRoutes } from "./routes/teams.ts";
import { territoryRoutes } from "./routes/territories.ts";
import { territoryPlacingRoutes } from "./routes/territory-placing.ts";
import { territoryPlanRoutes } from "./routes/territory-plans.ts";
import { territoryStepRoutes } from "./routes/territory-steps.ts";
import { territoryWorkRoutes } from "./routes/territory-work.ts";
import { timelineRoutes } from "./routes/timeline.ts";
import { trackerRoutes } from "./routes/trackers.ts";
import { userRoleRoutes } from "./routes/user-role.ts";
import { userRoutes } from "./routes/users.ts";
import { viewRoutes } from "./routes/views.ts";
import { waterfallRoutes } from "./routes/waterfall.ts";
import { webConnectionRoutes } from "./routes/web-connection.ts";
import { webhookDeliveryRoutes } from "./routes/webhook-deliveries.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { workspaceRoutes } from "./routes/workspaces.ts";
import { writeBackRoutes } from "./routes/write-backs.ts";
import { writeRunRoutes } from "./routes/write-runs.ts";
import { trackingRoutes } from "./tracking/tracking-routes.ts";

const JSON_LIMIT = 1_000_000;
const TIMEOUT_MS = 30_000;
const UPLOADS =
	/^\/api\/v1\/(?:imports|recordings|meetings\/files|opportunities\/[\w-]+\/documents|territories\/plans\/file)$/;

const RESOURCES = [
	authRoutes,
	forgottenRoutes,
	secondStepRoutes,
	workspaceRoutes,
	userRoutes,
	memberRoutes,
	invitationRoutes,
	securityRoutes,
	secondFactorRoutes,
	signInPolicyRoutes,
	userRoleRoutes,
	roleRoutes,
	apiKeyRoutes,
	singleSignOnSettingsRoutes,
	teamRoutes,
	identityRoutes,
	peopleRoutes,
	dealDriverRoutes,
	dealEndingRoutes,
	dealRoutes,
	cardRoutes,
	dealOutlookRoutes,
	dealModelRoutes,
	contentRoutes,
	competitorRoutes,
	// Before what has an id in the same place.
	meetingWordRoutes,
	recordingRoutes,
	recordingSoundRoutes,
	meetingResultRoutes,
	meetingActionRoutes,
	foundActionRoutes,
	meetingRoutes,
	analyticsRoutes,
	trackerRoutes,
	meetingBotRoutes,
	coachingRoutes,
	roomRoutes,
	timelineRoutes,
	roomPeopleRoutes,
	roomDocumentRoutes,
	leadAdviceRoutes,
	leadEventRoutes,
	leadGradeRoutes,
	leadRoutingRoutes,
	leadAssignmentRoutes,
	leadNurtureRoutes,
	nurtureTaskRoutes,
	leadSourceRoutes,
	marketingRoutes,
	leadRoutes,
	territoryPlacingRoutes,
	territoryPlanRoutes,
	territoryWorkRoutes,
	territoryStepRoutes,
	territoryRoutes,
	stageRoutes,
	performanceDashboardRoutes,
	pipelineRoutes,
	flowRoutes,
	boardRoutes,
	leadModelRoutes,
	leadScoreRoutes,
	leadScoresRoutes,
	homeRoutes,
	searchRoutes,
	viewRoutes,
	accountRoutes,
	auditRoutes,
	// Before what has an id in the same place.
	forecastCallRoutes,
	waterfallRoutes,
	marketRoutes,
	monitoringRoutes,
	quotaPlanRoutes,
	quotaPlanStepRoutes,
	quotaRoutes,
	scenarioRoutes,
	accuracyRoutes,
	accuracyReportRoutes,
	forecastAnswerRoutes,
	forecastPageRoutes,
	revenueForecastRoutes,
	forecastRoutes,
	importRoutes,
	jobRoutes,
	mailRoutes,
	connectionRoutes,
	connectionWorkRoutes,
	connectionFieldRoutes,
	panelRoutes,
	chatRoutes,
	chatMessageRoutes,
	webConnectionRoutes,
	writeBackRoutes,
	writeRunRoutes,
	webhookRoutes,
	webhookDeliveryRoutes,
	hostConsentRoutes,
	connectionLackRoutes,
	connectionPulseRoutes,
	demoRoutes,
	qualityRoutes,
	galleryRoutes,
	liveRoutes,
	streamRoutes,
];

/** The API alone, as the OpenAPI document describes it: one module a resource. */
export function createApi(deps: Deps): OpenAPIHono<AppEnv> {
	const api = createRouter();
	api.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
		type: "http",
		scheme: "bearer",
		bearerFormat: "JWT",
	});
	// Statements, not one chain: the type of a chain of all routes takes the checker six times as long.
	for (const routes of RESOURCES) api.route("/", routes(deps));
	return api;
}

/** The whole server as a function of requests: no listening and no environment, so that tests call `app.request`. */
export function createApp(deps: Deps): OpenAPIHono<AppEnv> {
	const { settings } = deps;
	const app = createRouter();
	const small = bodyLimit({
		maxSize: JSON_LIMIT,
		onError: () => {
			throw new CourtsideError("too_large", "The body is larger than 1 MB.");
		},
	});
	const brief = timeout(TIMEOUT_MS, () => {
		const tooLong = new CourtsideError("unavailable", "This took too long. Try again in a moment.");
		// Returned, not thrown: a throw inside the timer would end the process. Our error handler knows what it is.
		return tooLong as unknown as HTTPException;
	});

	app.use(openRequest(deps));
	app.use(guardHeaders(settings));
	for (const path of ["/api/*", "/graphql/*"]) app.use(path, allowOrigins(settings));
	app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, allowed) => notThisMethod(c, allowed) }));
	app.use("/auth/*", small, brief);
	app.use("/track/*", small, brief);
	app.use("/hooks/*", small, brief, wakeAfterWrites(deps));
	app.use("/cards/*", small, brief, wakeAfterWrites(deps));
	// What workflows ask for is signed by their account alone, and looks for itself.
	for (const card of ["lead", "deal", "coaching", "outlook", "score", "route"]) {
		app.use(`/cards/:host/${card}`, asSignedPerson(deps));
	}
	app.use("/cards/:host/lightning/*", asSignedPerson(deps));
	app.use("/cards/:host/api/*", onlyForCards, asSignedPerson(deps));
	app.use("/graphql/*", refuseOtherOrigins(settings), wakeAfterWrites(deps), small, brief);
	app.use("/api/*", refuseOtherOrigins(settings), wakeAfterWrites(deps), packLargeAnswers);
	app.use("/api/*", async (c, next) => {
		// Uploads stream to storage under a limit of their own, and the live stream has no end.
		if (isUpload(c.req.method, c.req.path) || isStream(c.req.path)) return next();
		return small(c, () => brief(c, next) as Promise<void>) as Promise<void>;
	});

	const api = createApi(deps);
	app.route("/", healthRoutes(deps));
	app.route("/", docsRoutes(api, settings.version));
	app.route("/api/v1", api);
	app.route("/", graphqlRoutes(deps));
	app.route("/", hookRoutes(deps));
	app.route("/", chatInstallRoutes(deps));
	app.route("/", hostCardRoutes(deps));
	app.route("/", hostActionRoutes(deps));
	app.route("/", lightningCardRoutes(deps));
	app.route("/cards/:host/api", api);
	app.route("/", consentRoutes(deps));
	app.route("/", trackingRoutes(deps));
	app.route("/", singleSignOnRoutes(deps));
	app.route("/", panelNews(deps));
	app.route("/", panelPages(deps));

	app.notFound(async (c) => {
		const isRead = c.req.method === "GET" || c.req.method === "HEAD";
		const isPage = isRead && !c.req.path.startsWith("/api/");
		const file = isPage ? await serveStatic(c, settings.webRoot) : null;
		return file ?? problemResponse(c, new CourtsideError("not_found", `There is nothing at ${c.req.path}.`));
	});
	app.onError((error, c) => {
		const fault = faultOf(error);
		return problemResponse(c, fault, whenAgain(fault));
	});
	return app;
}

function notThisMethod(c: Parameters<typeof problemResponse>[0], allowed: string[]): Response {
	const list = allowed.join(", ");
	const fault = new CourtsideError("method_not_allowed", `${c.req.method} is not possible here; ${list} is.`);
	return problemResponse(c, fault, { allow: list });
}

function isUpload(method: string, path: string): boolean {
	return method === "POST" && UPLOADS.test(path);
}

/** Whether an answer goes on for as long as somebody listens. */
function isStream(path: string): boolean {
	return /^\/api\/v1\/(?:stream|territories\/runs\/[\w-]+\/stream)$/.test(path);
}
