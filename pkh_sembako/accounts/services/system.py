"""The user `sistem`: commands act as it when nobody is named. It cannot log in and holds no post."""

from pkh_sembako.accounts.models import User

USERNAME = "sistem"


def system_user() -> User:
    """Made at its first use; inactive and without a password, so no login ever opens as it."""
    user, made = User.objects.get_or_create(username=USERNAME, defaults={"full_name": "Sistem", "is_active": False})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
