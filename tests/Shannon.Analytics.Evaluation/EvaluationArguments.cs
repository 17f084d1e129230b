namespace Shannon.Analytics.Evaluation;

/// <summary>Where the data is read and the scored files go.</summary>
internal sealed record EvaluationArguments(string Data, string Output)
{
    internal static EvaluationArguments Parse(string[] arguments)
    {
        string? data = null;
        string? output = null;
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"'{arguments[i]}' has no value.");
            switch (arguments[i])
            {
                case "--data":
                    data = value;
                    break;
                case "--out":
                    output = value;
                    break;
                default:
                    throw new ArgumentException($"'{arguments[i]}' is no option; the options are --data DIR and --out DIR.");
            }
        }

        string root = RepositoryFolder();
        return new(Path.GetFullPath(data ?? DefaultData(root)), Path.GetFullPath(output ?? Path.Combine(root, "artifacts", "evaluation")));
    }

    /// <summary>The folder of the published data sets: beside the repository, never inside it.</summary>
    internal static string DefaultData(string repository) => Path.Combine(repository, "..", "shared", "data");

    private static string RepositoryFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Shannon.Analytics.sln")))
            {
                return folder.FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
