// The pages of Access: the way in and the first set-up.
using Steward.Access.SignIn;
using Steward.Platform.Web;

namespace Steward.Access;

static class AccessPages
{
    public static FormAnswer<SignIn.SignIn, Done> SignInForm { get; } = new() { Then = (_, _) => "/" };
    public static FormAnswer<SetUp, Done> SetUpForm { get; } = new() { Then = (_, _) => "/" };

    public static void Map(IEndpointRouteBuilder routes)
    {
    }
}
