// Which roles may take a step of the process, asked of the same rights that the server checks.
using Steward.Access;

namespace Steward.Desk.Process;

static class RightsOf
{
    /// <summary>A person with only that role is asked; an end user counts, though for their own tickets only.</summary>
    public static IEnumerable<Role> Roles(Thing thing, string right) => Enum.GetValues<Role>().Where(role =>
    {
        var somebody = new Me();
        somebody.Become(new Account { UserName = "", Name = "" }, [new Grant { Role = role }]);
        return somebody.Can(thing, Of(right));
    });

    /// <summary>The right that a table of steps names by its letter.</summary>
    public static Right Of(string letter) => letter switch
    {
        "W" => Right.Work,
        "X" => Right.Confirm,
        "A" => Right.Approve,
        "C" => Right.Create,
        _ => Right.Read,
    };
}
