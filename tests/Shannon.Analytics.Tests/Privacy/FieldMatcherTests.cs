using Shannon.Analytics.Privacy;

namespace Shannon.Analytics.Tests.Privacy;

public class FieldMatcherTests
{
    [Theory]
    [InlineData("user_id", "user_id", true)]
    [InlineData("user_id", "userId", true)]
    [InlineData("user_id", "UserID", true)]
    [InlineData("user_id", "USER-ID", true)]
    [InlineData("user_id", "user", true)]
    [InlineData("user_id", "enduser.id", true)]
    [InlineData("user_id", "metadata.userId", true)]
    [InlineData("user_id", "super_user_id", false)]
    [InlineData("user_id", "user_id_hash", false)]
    [InlineData("prompt_content", "prompt", true)]
    [InlineData("session_context", "metadata.session_context", true)]
    [InlineData("session_context", "context", true)]
    [InlineData("account.email", "account.email", true)]
    [InlineData("account.email", "data.Account.EMail", false)]
    [InlineData("account.email", "data.account.email", true)]
    [InlineData("account.email", "other.email", false)]
    [InlineData("ｕｓｅｒ_id", "user_id", true)]
    public void Find_Path_MatchesByItsEnd(string field, string path, bool matches) =>
        Assert.Equal(matches, new FieldMatcher([(field, AnonymizationMethod.Redact)]).Find(path) is not null);

    [Fact]
    public void Find_SeveralRules_LongestAndNamedOnesGoFirst()
    {
        var fields = new FieldMatcher([("user_id", AnonymizationMethod.Hash), ("user", AnonymizationMethod.Redact), ("audit.user", AnonymizationMethod.Truncate), ("user_id", AnonymizationMethod.Generalize)]);
        Assert.Equal(AnonymizationMethod.Hash, fields.Find("user_id"));
        Assert.Equal(AnonymizationMethod.Redact, fields.Find("user"));
        Assert.Equal(AnonymizationMethod.Truncate, fields.Find("deep.audit.user"));
        Assert.Null(fields.Find("project"));
    }
}
