// The life of an article (知识管理) as a table: states, verbs, rights and required fields. Pages offer what it allows, the server refuses the rest.
using Steward.Platform.Processes;
using static Steward.Knowledge.ArticleState;

namespace Steward.Knowledge;

public static class ArticleProcess
{
    public static readonly ProcessTable<ArticleState> Table = new("knowledge", 1, Draft,
    [
        new("EditArticle", [Draft, Revising], null, "C", "title"),
        new("SubmitArticle", [Draft, Revising], Review, "C", "symptom", "environment", "solution", "keywords", "category"),
        new("ReturnArticle", [Review], Draft, "W", "remark"),
        new("ReturnRevision", [Review], Revising, "W", "remark"),
        new("PublishArticle", [Review], Published, "W"),
        new("ReviseArticle", [Published, Retired], Revising, "C"),
        new("DropRevision", [Revising], Published, "C"),
        new("ConfirmArticle", [Published, Revising, Review], null, "W"),
        new("RetireArticle", [Draft, Published, Revising], Retired, "X", "reason"),
    ]);
}
