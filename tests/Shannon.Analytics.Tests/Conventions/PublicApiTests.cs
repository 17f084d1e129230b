using System.Reflection;
using System.Runtime.CompilerServices;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Tests.Conventions;

/// <summary>What the public surface looks like, in every package.</summary>
public class PublicApiTests
{
    /// <summary>Classes that are meant to be derived from outside, or are a base within the library.</summary>
    private static readonly HashSet<Type> Open = [typeof(StoreException)];

    // Their purpose is that others derive from them.
    private static readonly HashSet<Type> MeantToBeDerived = [typeof(Analytics.Testing.Conformance.StoreConformance)];

    [Fact]
    public void Surface_IsReallyRead()
    {
        // The conventions below would hold for nothing as well.
        Assert.Contains(typeof(AnalyticsEngine), PublicApi.Types);
        Assert.Contains(PublicApi.Methods, method => method.Name == "OpenAsync");
        Assert.Contains(PublicApi.Properties, property => property.Name == "Health");
        Assert.True(PublicApi.Types.Count > 60);
    }

    [Fact]
    public void Methods_EndInAsync_ExactlyWhenTheyReturnATask() =>
        AssertNone(PublicApi.Methods.Where(method => IsAsync(method.ReturnType) != method.Name.EndsWith("Async", StringComparison.Ordinal)));

    [Fact]
    public void CancellationTokens_AreLastAndOptional()
    {
        AssertNone(PublicApi.Methods.Where(method => Array.FindIndex(method.GetParameters(), IsToken) is >= 0 and var place && (place != method.GetParameters().Length - 1 || !method.GetParameters()[place].HasDefaultValue)));
        AssertNone(PublicApi.Methods.Where(method => Array.Exists(method.GetParameters(), parameter => IsToken(parameter) && parameter.Name != "cancellationToken")));
    }

    [Fact]
    public void AsynchronousMethods_CanBeCancelled() =>
        AssertNone(PublicApi.Methods.Where(method => IsAsync(method.ReturnType) && method.Name != "DisposeAsync" && !Array.Exists(method.GetParameters(), IsToken)));

    [Fact]
    public void Classes_AreSealedAbstractOrStatic() =>
        AssertNone(PublicApi.Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !Open.Contains(type)));

    [Fact]
    public void AbstractClasses_CannotBeDerivedOutside_UnlessTheyAreExceptions() =>
        AssertNone(PublicApi.Types.Where(type => type is { IsClass: true, IsAbstract: true, IsSealed: false } && !typeof(Exception).IsAssignableFrom(type) && !MeantToBeDerived.Contains(type))
            .Where(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
                .Any(constructor => (constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly) && !(constructor.GetParameters() is [{ } only] && only.ParameterType == type))));

    [Fact]
    public void Records_AreSetOnlyWhenMade() =>
        AssertNone(PublicApi.Properties.Where(property => PublicApi.IsRecord(property.DeclaringType!) && property.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))));

    [Fact]
    public void Fields_AreConstantsOrEnumMembers() => AssertNone(PublicApi.Fields.Where(field => !field.IsLiteral && !field.IsDefined(typeof(DecimalConstantAttribute), inherit: false)));

    [Fact]
    public void Signatures_HaveNoObjectAndNoDynamic()
    {
        AssertNone(PublicApi.Methods.Where(method => method.GetBaseDefinition() == method && (HasObject(method.ReturnType) || Array.Exists(method.GetParameters(), parameter => HasObject(parameter.ParameterType)))));
        AssertNone(PublicApi.Constructors.Where(constructor => Array.Exists(constructor.GetParameters(), parameter => HasObject(parameter.ParameterType))));
        AssertNone(PublicApi.Properties.Where(property => HasObject(property.PropertyType)));
    }

    [Fact]
    public void Exceptions_DeriveFromOursOrFromTheCallersMistakes()
    {
        Type[] exceptions = [.. PublicApi.Types.Where(typeof(Exception).IsAssignableFrom)];
        Assert.NotEmpty(exceptions);
        AssertNone(exceptions.Where(type => !typeof(AnalyticsException).IsAssignableFrom(type) && !typeof(ArgumentException).IsAssignableFrom(type) && !typeof(InvalidOperationException).IsAssignableFrom(type)));
        AssertNone(exceptions.Where(type => !type.Name.EndsWith("Exception", StringComparison.Ordinal)));
    }

    [Fact]
    public void Enums_StartWithANamedMember() => AssertNone(PublicApi.Types.Where(type => type.IsEnum && Enum.GetValues(type).Length == 0));

    [Fact]
    public void Namespaces_AreThoseOfTheirPackage() =>
        AssertNone(PublicApi.Types.Where(type => type.Namespace != type.Assembly.GetName().Name && !type.Namespace!.StartsWith(type.Assembly.GetName().Name + ".", StringComparison.Ordinal)));

    private static void AssertNone(IEnumerable<MemberInfo> members) => Offenders.None(members.Select(PublicApi.Show));

    private static bool IsToken(ParameterInfo parameter) => parameter.ParameterType == typeof(CancellationToken);

    private static bool IsAsync(Type type)
    {
        Type open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return typeof(Task).IsAssignableFrom(type) || open == typeof(ValueTask) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>)
            || Array.Exists(type.GetInterfaces(), IsAsync);
    }

    private static bool HasObject(Type type) =>
        type == typeof(object) || (type.HasElementType && HasObject(type.GetElementType()!)) || Array.Exists(type.GetGenericArguments(), HasObject);
}
