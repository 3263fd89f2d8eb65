from rest_framework.authentication import TokenAuthentication


class UserAuthTokenAuthentication(TokenAuthentication):
    pass
