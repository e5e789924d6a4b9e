// Which articles fit what somebody writes: words in any order, Chinese in pairs, sounds too; rare words count more than common ones.
using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Steward.Platform.Search;
using Steward.Platform.Text;

namespace Steward.Knowledge.Articles;

sealed class Ranking(StewardDb db)
{
    const int MostTerms = 60, LongestTerm = 40;

    /// <summary>An article that shares less than this part of what was asked, by rarity, does not fit.</summary>
    const double LeastShare = 0.25;

    /// <summary>Whoever did not ask is offered only what shares a word with title or keywords, or some with the symptom: not what happens to say the same in passing.</summary>
    public const int LeastOffered = 6;

    /// <summary>Pairs that stand in every question and say nothing of what it is about.</summary>
    static readonly FrozenSet<string> Empty = Load();

    public async Task<IReadOnlyList<ArticleId>> Best(IQueryable<KnowledgeArticle> among, string words, int most, CancellationToken stop, int least = 1)
    {
        var asked = TermsOf(words).Take(MostTerms).ToList();
        if (asked.Count == 0) return [];
        var found = await (from t in db.Set<ArticleTerm>().AsNoTracking() where asked.Contains(t.Term) join a in among on t.Article equals a.Id select new { t.Article, t.Term, t.Weight, a.ChangedAt }).ToListAsync(stop);
        if (found.Count == 0) return [];
        var all = await among.CountAsync(stop);
        var rarity = found.GroupBy(f => f.Term).ToDictionary(g => g.Key, g => Math.Log(1 + (double)all / g.Count()));
        // A sound stands for the words that are heard in it: what nobody wrote does not count against an article that has the others.
        var whole = asked.Where(rarity.ContainsKey).Sum(t => rarity[t]);
        return [.. found.GroupBy(f => f.Article)
            .Select(g => (Article: g.Key, Share: g.Sum(f => rarity[f.Term]) / whole, Score: g.Sum(f => rarity[f.Term] * f.Weight), Weight: g.Sum(f => f.Weight), At: g.Max(f => f.ChangedAt)))
            .Where(a => a.Share >= LeastShare && a.Weight >= least).OrderByDescending(a => a.Share * a.Score).ThenByDescending(a => a.At).Take(most).Select(a => a.Article)];
    }

    /// <summary>What words are about: pairs of Chinese, whole words of Latin, and the known words behind a sound.</summary>
    public static IReadOnlyCollection<string> TermsOf(string words) =>
        [.. SearchTerms.Query(words).SelectMany(p => p is [var sound] ? Pinyin.WordsLike(sound).SelectMany(SearchTerms.Query).SelectMany(w => w).Prepend(sound) : p).Where(Says).Distinct()];

    static bool Says(string term) => term.Length > 1 && term.Length <= LongestTerm && !Empty.Contains(term);

    /// <summary>The terms of a version: title and keywords weigh most, and are heard as well as read.</summary>
    public static Dictionary<string, int> Weigh(IArticleText text)
    {
        var terms = new Dictionary<string, int>();
        void Add(IEnumerable<string> of, int weight)
        {
            foreach (var term in of.Where(Says).Distinct()) terms[term] = terms.GetValueOrDefault(term) + weight;
        }
        Add(SearchTerms.Document(text.Title), 6);
        Add(SearchTerms.Document(text.Keywords), 8);
        Add(SearchTerms.Sounds(text.Keywords), 6);
        Add(SearchTerms.Document(text.Symptom), 3);
        Add(SearchTerms.Document(text.Category), 2);
        Add(SearchTerms.Document($"{text.Environment}\n{text.Solution}"), 1);
        return terms;
    }

    static FrozenSet<string> Load()
    {
        using var reader = new StreamReader(typeof(Ranking).Assembly.GetManifestResourceStream("Knowledge/Data/empty.tsv")!);
        return reader.ReadToEnd().Split('\n').Where(l => !l.StartsWith('#')).SelectMany(l => l.Split('\t', StringSplitOptions.RemoveEmptyEntries)).ToFrozenSet();
    }
}
