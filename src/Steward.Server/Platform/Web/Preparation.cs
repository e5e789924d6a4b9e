// How far a sample company has come that is made while its pages are already open: pages say so, since their figures still move.
namespace Steward.Platform.Web;

public sealed class Preparation
{
    const int Nothing = -1;
    volatile int percent = Nothing;
    volatile bool founding;

    /// <summary>The people are still being entered: nobody can sign in yet.</summary>
    public bool Founding { get => founding; set => founding = value; }

    /// <summary>How much of the story has happened; null when nothing is being made.</summary>
    public int? Percent { get => percent is var so and not Nothing ? so : null; set => percent = value ?? Nothing; }
}
