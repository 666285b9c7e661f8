//! Every route, and the layers that stand before them.

use std::{any::Any, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use catalogue::Role;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    api, assistant, checking,
    desk::Office,
    doors::{Door, Routes},
    failure::{self, Failure},
    guard, packing, pages, traffic,
};

/// Bytes of a request body anywhere but in an upload.
const BODY: usize = 64 << 10;
/// Bytes of what is decided about a file: a form with a field for each of many documents.
const DECISION: usize = 1 << 20;
/// Bytes of a request with claims to check.
const CLAIMS: usize = 2 << 20;
/// For a request that neither asks a writer nor loads files.
const REQUEST: Duration = Duration::from_secs(15);

/// Who loads and removes documents.
const LOADERS: Door = Door::Roles(&[Role::Admin]);

/// Who reviews what others were answered.
const CHECKERS: Door = Door::Roles(&[Role::Checker]);

/// Who reads a month in counts.
const LEADERS: Door = Door::Roles(&[Role::Leader]);

/// Who reads what others did.
const AUDITORS: Door = Door::Roles(&[Role::Admin]);

/// Who answers what others report.
const ANSWERERS: Door = Door::Roles(&[Role::Checker, Role::Admin]);

/// Coming in, one's own account, and the accounts of others.
fn accounts(office: &Arc<Office>) -> Routes {
    use Door::{Everyone, Keeper, Own};
    Routes::new(office)
        .get("/dang-nhap", Everyone, pages::entry::form)
        .post("/dang-nhap", Everyone, pages::entry::enter)
        .get("/dang-nhap/oidc", Everyone, pages::vouched::begin)
        .get("/dang-nhap/oidc/ve", Everyone, pages::vouched::back)
        .post("/dang-xuat", Everyone, pages::entry::sign_out)
        .get("/lap-tai-khoan", Everyone, pages::entry::invited)
        .post("/lap-tai-khoan", Everyone, pages::entry::first)
        .get("/dat-mat-khau", Everyone, pages::entry::invited)
        .post("/dat-mat-khau", Everyone, pages::entry::set)
        .get("/tai-khoan", Own, pages::account::account)
        .post("/tai-khoan/mat-khau", Own, pages::account::password)
        .post("/tai-khoan/phien", Own, pages::account::sessions)
        .post("/tai-khoan/ma-truy-cap", Own, pages::account::token)
        .post(
            "/tai-khoan/ma-truy-cap/{row}/thu-hoi",
            Own,
            pages::account::revoke,
        )
        .get("/nguoi-dung", Keeper, pages::people::list)
        .post("/nguoi-dung", Keeper, pages::people::add)
        .get("/nguoi-dung/{name}", Keeper, pages::people::person)
        .post("/nguoi-dung/{name}", Keeper, pages::people::change)
        .post("/nguoi-dung/{name}/khoa", Keeper, pages::people::disable)
        .post("/nguoi-dung/{name}/phien", Keeper, pages::people::end)
        .post("/nguoi-dung/{name}/dat-lai", Keeper, pages::people::reset)
        .get("/nhom", Keeper, pages::groups::list)
        .post("/nhom", Keeper, pages::groups::add)
        .post("/nhom/bo-suu-tap", Keeper, pages::groups::give)
        .post("/nhom/{name}/xoa", Keeper, pages::groups::remove)
        .get("/nhat-ky", AUDITORS, pages::audit::audit)
        .get("/api/people", Keeper, api::people::accounts)
        .post("/api/people", Keeper, api::people::add_account)
        .get("/api/people/{name}", Keeper, api::people::account_of)
        .post("/api/people/{name}", Keeper, api::people::change_account)
        .post(
            "/api/people/{name}/reset",
            Keeper,
            api::people::reset_account,
        )
        .delete(
            "/api/people/{name}/sessions",
            Keeper,
            api::people::end_sessions,
        )
        .get("/api/groups", Keeper, api::people::groups)
        .post("/api/groups", Keeper, api::people::add_group)
        .post(
            "/api/groups/collections/preview",
            Keeper,
            api::people::preview_collection,
        )
        .post(
            "/api/groups/collections",
            Keeper,
            api::people::give_collection,
        )
        .delete("/api/groups/{name}", Keeper, api::people::remove_group)
        .get("/api/tokens", Own, api::people::tokens)
        .post("/api/tokens", Own, api::people::add_token)
        .delete("/api/tokens/{row}", Own, api::people::revoke_token)
        .get("/api/reports", ANSWERERS, api::people::reports)
        .post("/api/reports/{id}", ANSWERERS, api::people::settle_report)
}

/// Reviewing, signing off, and the counts of a month.
fn reviews(office: &Arc<Office>) -> Routes {
    use Door::Signer;
    Routes::new(office)
        .get("/duyet", CHECKERS, pages::review::queue)
        .get("/duyet/tiep", CHECKERS, pages::review::next)
        .get("/duyet/{id}", CHECKERS, pages::review::show)
        .post("/duyet/{id}", Signer, pages::review::decide)
        .get("/duyet/{id}/sua", Signer, pages::review::written::form)
        .post("/duyet/{id}/sua", Signer, pages::review::written::write)
        .get("/duyet/hieu-luc", CHECKERS, pages::resolution::show)
        .post("/duyet/hieu-luc", Signer, pages::resolution::record)
        .post(
            "/duyet/hieu-luc/{row}/rut",
            Signer,
            pages::resolution::withdraw,
        )
        .get("/api/resolutions", CHECKERS, api::resolutions::resolutions)
        .get("/api/resolutions/about", CHECKERS, api::resolutions::about)
        .post("/api/resolutions", Signer, api::resolutions::resolve)
        .delete("/api/resolutions/{row}", Signer, api::resolutions::withdraw)
        .get("/thang", LEADERS, pages::month::month)
        .get("/api/months/{month}", LEADERS, api::months::month)
        .get("/api/reviews", CHECKERS, api::reviews::queue)
        .get("/api/reviews/{id}", CHECKERS, api::reviews::one)
        .post("/api/reviews/{id}", Signer, api::reviews::decide)
        .post("/api/reviews/{id}/rewrite", Signer, api::reviews::rewrite)
        .within(|router| router.layer(DefaultBodyLimit::max(DECISION)))
}

/// Batches that were received: looked at, published, taken back.
fn batches(office: &Arc<Office>) -> Routes {
    Routes::new(office)
        .get("/nap/{batch}", LOADERS, pages::batch::show)
        .post("/nap/{batch}/cong-bo", LOADERS, pages::batch::publish)
        .post("/nap/{batch}/huy", LOADERS, pages::batch::discard)
        .get("/nap/{batch}/thu-hoi", LOADERS, pages::batch::taking_back)
        .post("/nap/{batch}/thu-hoi", LOADERS, pages::batch::take_back)
        .get("/nap/{batch}/{number}", LOADERS, pages::batch::file::show)
        .post("/nap/{batch}/{number}", LOADERS, pages::batch::file::decide)
        .get(
            "/nap/{batch}/{number}/anh/{document}/{page}",
            LOADERS,
            pages::batch::file::picture,
        )
        .get("/api/batches", LOADERS, api::batches::list)
        .get("/api/batches/{batch}", LOADERS, api::batches::show)
        .delete("/api/batches/{batch}", LOADERS, api::batches::discard)
        .post(
            "/api/batches/{batch}/files/{number}",
            LOADERS,
            api::batches::decide,
        )
        .post(
            "/api/batches/{batch}/publish",
            LOADERS,
            api::batches::publish,
        )
        .get(
            "/api/batches/{batch}/take-back",
            LOADERS,
            api::batches::taking_back,
        )
        .post(
            "/api/batches/{batch}/take-back",
            LOADERS,
            api::batches::take_back,
        )
        .post("/suc-khoe/sao-luu", LOADERS, pages::health::back_up)
        .post("/suc-khoe/thu-mo-hinh", LOADERS, pages::health::try_writer)
        .get("/quan-ly/chua-tra-loi", LOADERS, pages::unanswered::show)
        .get("/quan-ly/mo-hinh", LOADERS, pages::models::show)
        .post("/quan-ly/mo-hinh/thu", LOADERS, pages::models::try_one)
        .get("/quan-ly/danh-gia", LOADERS, pages::evaluation::list)
        .post("/quan-ly/danh-gia", LOADERS, pages::evaluation::begin)
        .post(
            "/quan-ly/danh-gia/cau-hoi",
            LOADERS,
            pages::evaluation::keep_gold,
        )
        .get("/quan-ly/danh-gia/{run}", LOADERS, pages::evaluation::show)
        .post(
            "/quan-ly/danh-gia/{run}/moc",
            LOADERS,
            pages::evaluation::mark,
        )
        .get("/api/evaluations", LOADERS, api::evaluations::list)
        .post("/api/evaluations", LOADERS, api::evaluations::begin)
        .get("/api/evaluations/{run}", LOADERS, api::evaluations::show)
        .post(
            "/api/evaluations/{run}/mark",
            LOADERS,
            api::evaluations::mark,
        )
        .get("/api/gold", LOADERS, api::evaluations::gold)
        .post("/api/gold", LOADERS, api::evaluations::keep_gold)
        .get("/quan-ly/tu-ngu", LOADERS, pages::wording::show)
        .post("/quan-ly/tu-ngu", LOADERS, pages::wording::keep)
        .post("/api/keeping", LOADERS, api::keeping::keep)
        .post("/api/keeping/preview", LOADERS, api::keeping::preview)
        .get("/api/wordings", LOADERS, api::keeping::wordings)
        .post("/api/wordings", LOADERS, api::keeping::keep_wordings)
        .post("/api/backups", LOADERS, api::keeping::back_up)
        .get("/quan-ly/van-ban", LOADERS, pages::keeping::list)
        .post("/quan-ly/van-ban", LOADERS, pages::keeping::decide)
        .post(
            "/quan-ly/van-ban/xem-truoc",
            LOADERS,
            pages::keeping::preview,
        )
        .within(|router| router.layer(DefaultBodyLimit::max(DECISION)))
}

/// Every route with its door.
pub(crate) fn routes(office: &Arc<Office>) -> Routes {
    use Door::{Everyone, Person, Somebody};
    let upload = usize::try_from(office.setup.max_upload_bytes).unwrap_or(usize::MAX);
    let quick = Routes::new(office)
        .get("/", Person, pages::ask::home)
        .get("/tim", Person, pages::search::results)
        .get("/vb", Person, pages::documents::list)
        .get("/vb/{slug}", Person, pages::document::whole)
        .get("/vb/{slug}/ban-goc", Person, pages::document::original)
        .get("/vb/{slug}/trang/{number}", Person, pages::sheet::sheet)
        .get(
            "/vb/{slug}/trang/{number}/anh",
            Person,
            pages::sheet::picture,
        )
        .get("/vb/{slug}/{*path}", Person, pages::document::provision)
        .get("/so-sanh", Person, pages::compare::compare)
        .get("/api/compare", Person, api::compare::compare)
        .get("/suc-khoe", Person, pages::health::health)
        .get("/huong-dan/quan-tri", Everyone, pages::guide::keepers)
        .get("/huong-dan", Everyone, pages::guide::guide)
        .get("/ho-so", Person, pages::record::find)
        .get("/ho-so/{id}", Person, pages::record::show)
        .get("/ho-so/{id}/can-cu.txt", Person, pages::record::block)
        .get("/ho-so/{id}/docx", Person, pages::record::docx)
        .get("/bao-loi", Somebody, pages::complaint::form)
        .post("/bao-loi", Somebody, pages::complaint::send)
        .get("/bao-loi/{id}", Somebody, pages::complaint::show)
        .get("/phan-anh", ANSWERERS, pages::reports::list)
        .post("/phan-anh/{id}", ANSWERERS, pages::reports::settle)
        .get("/lich-su", Somebody, pages::history::history)
        .post("/lich-su/xoa", Somebody, pages::history::empty)
        .post("/lich-su/luu", Somebody, pages::history::save)
        .post("/lich-su/luu/{row}/xoa", Somebody, pages::history::unsave)
        .post("/api/complaints", Somebody, api::own::complain)
        .get("/api/complaints", Somebody, api::own::complaints)
        .get("/api/history", Somebody, api::own::history)
        .delete("/api/history", Somebody, api::own::empty)
        .post("/api/history/saved", Somebody, api::own::save)
        .delete("/api/history/saved/{row}", Somebody, api::own::unsave)
        .get("/static/{file}", Everyone, pages::files::file)
        .get("/favicon.ico", Everyone, pages::files::icon)
        .get("/metrics", Everyone, api::metrics::metrics)
        .get("/health/live", Everyone, api::health::live)
        .get("/health/ready", Everyone, api::health::ready)
        .get("/api/health", Person, api::health::state)
        .get("/api/search", Person, api::search::search)
        .get("/api/suggest", Person, api::suggest::suggest)
        .get("/api/filters", Person, api::search::filters)
        .get("/api/documents/{slug}/pages", Person, api::documents::pages)
        .get(
            "/api/documents/{slug}/preview",
            Person,
            api::documents::preview,
        )
        .get(
            "/api/documents/{slug}/provisions/{*path}",
            Person,
            api::documents::provision,
        )
        .get("/api/records/{id}", Person, api::records::record)
        .get("/api", Person, pages::api::description)
        .get("/api/openapi.json", Person, api::openapi)
        .within(|router| router.layer(from_fn(in_time)));
    let long = Routes::new(office)
        .get("/hoi", Person, pages::ask::answer)
        .get("/api/ask", Person, api::ask::ask)
        .post("/api/ask", Person, api::ask::ask_json)
        .get("/api/ask/stream", Person, api::ask::stream)
        .get("/ho-so/{id}/hoi-lai", Person, pages::record::again)
        .get("/api/records/{id}/again", Person, api::records::again)
        .get("/api/documents/{slug}", Person, api::documents::document)
        .delete("/api/documents/{slug}", LOADERS, api::documents::remove);
    let loading = Routes::new(office)
        .get("/nap", LOADERS, pages::batch::form)
        .post("/nap", LOADERS, pages::batch::receive)
        .post("/api/batches", LOADERS, api::batches::receive)
        .get("/api/documents", Person, api::documents::list)
        .post("/api/documents", LOADERS, api::documents::load)
        .within(|router| router.layer(DefaultBodyLimit::max(upload)));
    let claims = Routes::new(office)
        .post("/api/verify", Person, api::verify::claims)
        .post("/mcp", Person, assistant::converse)
        .within(|router| router.layer(DefaultBodyLimit::max(CLAIMS)));
    let drafts = Routes::new(office)
        .get("/kiem-tra", Person, pages::draft::form)
        .post("/kiem-tra", Person, pages::draft::check)
        .post("/api/draft", Person, api::verify::draft)
        .within(|router| router.layer(DefaultBodyLimit::max(checking::MOST_BYTES)));
    quick
        .merge(long)
        .merge(accounts(office))
        .merge(reviews(office))
        .within(|router| router.layer(DefaultBodyLimit::max(BODY)))
        .merge(batches(office))
        .merge(loading)
        .merge(claims)
        .merge(drafts)
}

/// All routes over what handlers share, and the layers before them.
pub(crate) fn router(office: &Arc<Office>) -> Router {
    routes(office)
        .otherwise(async || Failure::NoPage)
        .finish()
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Arc::clone(office), traffic::admit))
        .layer(from_fn_with_state(Arc::clone(office), guard::origins))
        .layer(from_fn(failure::present))
        .layer(from_fn(pages::remember_language))
        .layer(from_fn(guard::headers))
        .layer(from_fn(packing::pack))
        .layer(from_fn_with_state(Arc::clone(office), traffic::observe))
}

/// Middleware: gives up on a request that takes too long.
async fn in_time(request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(REQUEST, next.run(request)).await;
    answered.unwrap_or_else(|_| Failure::Slow.into_response())
}

/// The panic's own message is logged by the panic hook; none of it leaves the machine.
fn panicked(_cause: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Failure::Internal.into_response()
}

/// Every route as it was declared, for the test that holds them against the reviewed table.
#[cfg(test)]
pub(crate) fn declared() -> Vec<crate::doors::Declared> {
    let root = std::path::PathBuf::from("no-such-folder");
    let setup = crate::Setup {
        root: root.clone(),
        embedders: Arc::new(|_: &str| None),
        wordings: Arc::new(search::Wordings::own()),
        ranking: None,
        reranking: None,
        author: None,
        policy: answer::Policy::default(),
        loading: ingest::Settings {
            program: root.clone(),
            limits: ingest::ReadLimits::default(),
            max_file_bytes: 0,
            collection: None,
            confidentiality: None,
            today: crate::clock::today,
        },
        assistant: models::Endpoint::None,
        max_upload_bytes: 0,
        alone: true,
        public: None,
        vouching: None,
        limits: crate::Limits::default(),
        metrics: crate::Exposure::default(),
        backups: root.clone(),
        record_days: 0,
        margin: crate::MARGIN,
    };
    let shelf = crate::shelf::Shelf::new(
        &root,
        Arc::clone(&setup.embedders),
        Arc::clone(&setup.wordings),
        None,
        None,
    );
    let office = Arc::new(Office::new(setup, Arc::new(shelf)));
    routes(&office).table().to_vec()
}
